import {
  chunkStore,
  type Database,
  dryRuns,
  dumpClosing,
  indexQueue,
  rejectsStore,
  stageFigures,
  titleStore,
  undoStore,
} from '@paperboy/database'
import type { JobQueue } from '@paperboy/queue'
import type { Log, Metrics } from '@paperboy/service-kit'
import { applyDays } from './apply-days.ts'
import { tryDump } from './dry-run/try-dump.ts'
import { compareTitles } from './near-duplicates/compare-titles.ts'
import { parseChunk } from './parse-chunk.ts'
import { parseRejects } from './rejects/parse-rejects.ts'
import { settleWithdrawals } from './undo/settle-withdrawals.ts'
import { undoDump } from './undo/undo-dump.ts'

export type ParserOptions = {
  db: Database
  queue: JobQueue
  log: Log
  metrics: Pick<Metrics, 'records' | 'timeJob'>
  /** Chunks that this process parses at the same time: one waits for Postgres while another computes. */
  concurrency?: number
}

const CONCURRENCY = 2
const MAX_INDEX_QUEUE = 50_000
/** What a dry run looks at; who wants to know more feeds the dump, and can undo it. */
const DRY_RUN = { maxInflatedBytes: 2 * 1024 ** 3, maxRecords: 100_000, maxMs: 60_000 }

/** Turns chunks into papers. */
export async function startParser(options: ParserOptions): Promise<AsyncDisposable> {
  const { db, queue, log } = options
  await using starting = new AsyncDisposableStack()
  const metrics = starting.use(stageFigures(db, 'parse', options))
  const closing = dumpClosing(db)
  const parse = parseChunk({
    chunks: chunkStore(db),
    closing,
    indexQueue: indexQueue(db),
    queue,
    log,
    maxIndexQueue: MAX_INDEX_QUEUE,
    settle: settleWithdrawals(db),
    count: (outcome, records) => metrics.records('parse', outcome, records),
  })
  const chunks = await queue.consume(
    'chunk.parse',
    (payload, context) => metrics.timeJob('chunk.parse', () => parse(payload, context)),
    { concurrency: options.concurrency ?? CONCURRENCY },
  )
  starting.defer(() => chunks.close())
  const days = await queue.consume('dump.day', applyDays({ closing, queue, log }), { concurrency: 1 })
  starting.defer(() => days.close())
  const undo = undoDump({ undos: undoStore(db), queue, log })
  const undos = await queue.consume(
    'dump.undo',
    (payload, context) => metrics.timeJob('dump.undo', () => undo(payload, context)),
    { concurrency: 1 },
  )
  starting.defer(() => undos.close())
  const rejects = parseRejects({
    ...{ rejects: rejectsStore(db), queue, log },
    count: (outcome, records) => metrics.records('parse', outcome, records),
  })
  const again = await queue.consume(
    'dump.rejects',
    (payload, context) => metrics.timeJob('dump.rejects', () => rejects(payload, context)),
    { concurrency: 1 },
  )
  starting.defer(() => again.close())
  const compare = compareTitles({ titles: titleStore(db), log })
  const compares = await queue.consume(
    'dump.compare',
    (payload, context) => metrics.timeJob('dump.compare', () => compare(payload, context)),
    { concurrency: 1 },
  )
  starting.defer(() => compares.close())
  const tries = await queue.consume('dump.try', tryDump({ db, dryRuns: dryRuns(db), limits: DRY_RUN, log }), {
    concurrency: 1,
  })
  starting.defer(() => tries.close())
  return starting.move()
}
