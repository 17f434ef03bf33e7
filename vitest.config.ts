import { configDefaults, defineConfig } from 'vitest/config'

const dbTests = '**/*.db.test.ts'
const e2eTests = ['**/*.e2e.test.ts', 'test/*/**/*.test.ts']

/** Each starts a Paperboy of its own and a browser at most, so two of them do not meet. */
const embeddedTests = [
  'test/clients/*.test.ts',
  'test/e2e/{cli,embedded,operator,operator-looks,page,page-budget,page-comfort,readme,sources,subscribe}.e2e.test.ts',
]

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
          name: 'embedded',
          include: embeddedTests,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: e2eTests,
          // Real data has a configuration of its own, beside its tests.
          exclude: [...configDefaults.exclude, ...embeddedTests, 'test/data/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // These start and kill whole stacks on the same engines.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
