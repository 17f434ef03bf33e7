import {
  type Database,
  dumpClosing,
  indexAudit,
  indexQueue,
  indexTargets,
  stageFigures,
} from '@paperboy/database'
import { type JobQueue, startSweeper } from '@paperboy/queue'
import type { Embeddings, OpenedIndex } from '@paperboy/search'
import { AppError, type Log, type Metrics } from '@paperboy/service-kit'
import { indexPending } from './index-pending.ts'
import { dropUnknown, ensureLive, renewOutdated } from './look-after-targets.ts'
import { rebuild } from './rebuild.ts'
import { reconcileDaily } from './reconcile.ts'
import { keepVectors } from './vectors/keep-vectors.ts'

export type IndexerOptions = {
  db: Database
  queue: JobQueue
  search: OpenedIndex
  /** Without it papers get no vectors. */
  embeddings?: Embeddings | undefined
  log: Log
  metrics: Pick<Metrics, 'records' | 'timeJob' | 'watchIndex'>
}

const LOOK_AFTER_EVERY_MS = 5_000

/** Keeps the search index, and the vectors of papers, equal to Postgres. */
export async function startIndexer(options: IndexerOptions): Promise<AsyncDisposable> {
  const { db, queue, log } = options
  const { index, admin } = options.search
  await using starting = new AsyncDisposableStack()
  const metrics = starting.use(stageFigures(db, 'index', options))
  const targets = indexTargets(db)
  const rows = indexQueue(db)
  const write = {
    queue: rows,
    index,
    log,
    count: (outcome: string, papers: number) => metrics.records('index', outcome, papers),
  }
  const care = { targets, admin, log, write, index }
  const pending = indexPending({ targets, closing: dumpClosing(db), index, write, log })
  metrics.watchIndex(async () => lag(await rows.depth()))

  const lookAfter = async (signal: AbortSignal) => {
    await targets.alone(async () => {
      const live = await ensureLive(care)
      await reconcileDaily({ ...care, audit: indexAudit(db) }, live)
      await dropUnknown(care)
      await renewOutdated(care, live)
      await rebuild(care, signal)
    })
    await pending({}, { signal })
  }
  const keeper = startSweeper({ everyMs: LOOK_AFTER_EVERY_MS, runOnStart: true, log, run: lookAfter })
  starting.defer(() => keeper.stop())
  const work = await queue.consume('index.pending', (payload, context) =>
    metrics.timeJob('index.pending', () => pending(payload, context)),
  )
  starting.defer(() => work.close())
  const rebuilds = await queue.consume('index.rebuild', async (_, { signal }) => {
    if (!(await targets.rebuildOutstanding())) return
    if (await targets.alone(() => rebuild(care, signal))) return
    throw new AppError('UNAVAILABLE', 'Another indexer looks after the index just now.')
  })
  starting.defer(() => rebuilds.close())
  if (options.embeddings) {
    const vectors = keepVectors({ db, embeddings: options.embeddings, log, metrics })
    starting.defer(() => vectors.stop())
  }
  return starting.move()
}

function lag(depths: { waiting: number; oldestMs: number }[]): { pending: number; oldestMs: number | null } {
  const pending = depths.reduce((sum, depth) => sum + depth.waiting, 0)
  return { pending, oldestMs: pending > 0 ? Math.max(...depths.map((depth) => depth.oldestMs)) : null }
}
