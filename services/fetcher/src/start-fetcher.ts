import type { SourceConfig } from '@paperboy/contracts'
import {
  archiveStore,
  type Database,
  dumpsRead,
  firstStart,
  intake,
  outstandingJobs,
  sourceStore,
  splitStore,
  stageFigures,
  sweepDryRuns,
  sweepUploads,
} from '@paperboy/database'
import { announceAll, type JobQueue, startSweeper } from '@paperboy/queue'
import type { Log, Metrics } from '@paperboy/service-kit'
import { feedSeeds } from './feed-seeds.ts'
import { openInbox } from './inbox.ts'
import { startSourcePoller } from './sources/source-poller.ts'
import { splitDump } from './split-dump.ts'

export type FetcherOptions = {
  db: Database
  queue: JobQueue
  log: Log
  metrics: Pick<Metrics, 'records' | 'timeJob'>
  maxDumpBytes: number
  maxInflatedBytes: number
  /** The watched folder; null: none. */
  inboxDir: string | null
  /** Fed on the first start; null: none. */
  seedsDir: string | null
  /** Polled on a schedule; none if not given. */
  sources?: SourceConfig[]
  /** Dumps that are split at the same time by this process. */
  concurrency?: number
}

/** A dump's chunks that may wait for the parser: bounds what a split puts into Postgres ahead of it. */
const MAX_OPEN_CHUNKS = 32
const SWEEP_EVERY_MS = 3_000
const LOOK_EVERY_MS = 1_000

export type Fetcher = AsyncDisposable & {
  /** Dumps that this start fed from the seeds. */
  seeded: string[]
}

/** Takes dumps in (inbox, seeds), splits them, and announces again what was left undone. */
export async function startFetcher(options: FetcherOptions): Promise<Fetcher> {
  const { db, queue, log } = options
  await using starting = new AsyncDisposableStack()
  const metrics = starting.use(stageFigures(db, 'split', options))
  const feed = { intake: intake(db), queue, log, maxDumpBytes: options.maxDumpBytes }
  const split = splitDump({
    ...feed,
    splits: splitStore(db),
    archives: archiveStore(db),
    maxInflatedBytes: options.maxInflatedBytes,
    maxOpenChunks: MAX_OPEN_CHUNKS,
    count: (outcome, records) => metrics.records('split', outcome, records),
  })
  const sweeper = startSweeper({ everyMs: SWEEP_EVERY_MS, runOnStart: true, log, run: () => sweep(options) })
  starting.defer(() => sweeper.stop())
  const consumer = await queue.consume(
    'dump.split',
    (payload, context) => metrics.timeJob('dump.split', () => split(payload, context)),
    { concurrency: options.concurrency ?? 2 },
  )
  starting.defer(() => consumer.close())
  const { seedsDir } = options
  const seeded = seedsDir ? await feedSeeds({ ...feed, firstStart: firstStart(db) }, seedsDir) : []
  if (options.inboxDir) {
    const inbox = await openInbox({ ...feed, dumps: dumpsRead(db), now: Date.now }, options.inboxDir)
    const watcher = startSweeper({ everyMs: LOOK_EVERY_MS, runOnStart: true, log, run: () => inbox.look() })
    starting.defer(() => watcher.stop())
  }
  const polling = { ...feed, sources: sourceStore(db), now: () => new Date() }
  starting.use(await startSourcePoller(polling, options.sources ?? []))
  const started = starting.move()
  return { seeded, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

async function sweep({ db, queue, log }: FetcherOptions): Promise<void> {
  const announced = await announceAll(queue, await outstandingJobs(db))
  await sweepDryRuns(db)
  const uploads = await sweepUploads(db)
  if (announced > 0 || uploads > 0) log.debug({ announced, uploads }, 'swept')
}
