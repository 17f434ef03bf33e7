import { configDefaults, defineConfig } from 'vitest/config'

const dbTests = '**/*.db.test.ts'
const e2eTests = ['**/*.e2e.test.ts', 'test/*/**/*.test.ts']

// The engines of `db` and `e2e` are in the environment: see test/run.ts.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, dbTests, ...e2eTests],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          include: [dbTests],
          exclude: [...configDefaults.exclude, 'test/*/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: e2eTests,
          // Real data has a configuration of its own, beside its tests.
          exclude: [...configDefaults.exclude, 'test/data/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // These start whole stacks and measure nothing well beside another.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
