import { configDefaults, defineConfig } from 'vitest/config'

const dbTests = '**/*.db.test.ts'
const e2eTests = ['**/*.e2e.test.ts', 'test/*/**/*.test.ts']

/** Each starts a Paperboy of its own and a browser at most, so two of them do not meet. */
const embeddedTests = [
  'test/clients/*.test.ts',
  'test/e2e/{cli,embedded,operator,operator-looks,page,page-budget,page-comfort,readme,sources,subscribe}.e2e.test.ts',
]

/**
 * These end what others use (the snapshots of the whole search engine), or hold a limit that a busy machine breaks:
 * two seconds for a queue that hangs, ten for a stop.
 */
const aloneTests = [
  'packages/queue/src/*.e2e.test.ts',
  'packages/search/src/opensearch/opensearch-index.e2e.test.ts',
  'test/faults/{killed-standalone,stopped-services}.test.ts',
]

// The engines of `db`, `e2e` and `alone` are in the environment: see test/run.ts.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          // One core less is what vitest takes by itself: half the machine, where there are two.
          maxWorkers: '100%',
          exclude: [...configDefaults.exclude, dbTests, ...e2eTests],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          include: [dbTests],
          exclude: [...configDefaults.exclude, 'test/*/**'],
          testTimeout: 60_000,
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
          exclude: [...configDefaults.exclude, ...embeddedTests, ...aloneTests, 'test/data/**'],
          // More than a test waits by itself (two minutes for a dump): it says what it waited for.
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // Each has databases, indexes and processes of its own on the engines, and waits for leases most of the time.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'alone',
          include: aloneTests,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
