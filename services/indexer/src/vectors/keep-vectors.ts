import type { Database } from '@paperboy/database'
import { paperVectors } from '@paperboy/database'
import { type Sweeper, startSweeper } from '@paperboy/queue'
import { circuit, type Embeddings } from '@paperboy/search'
import type { Log, Metrics } from '@paperboy/service-kit'
import { VectorMaker } from './vector-maker.ts'

type Options = {
  db: Database
  embeddings: Embeddings
  log: Log
  metrics: Pick<Metrics, 'records'>
}

const LOOK_EVERY_MS = 2_000
/** Looking for papers without a vector reads all of them: it takes at most this share of the time. */
const SHARE_OF_TIME = 0.05
const CIRCUIT = { failures: 1, firstMs: 2_000, maxMs: 300_000, now: Date.now }

/** Keeps the vectors equal to the papers, beside the index and never in its way. */
export function keepVectors({ db, embeddings, log, metrics }: Options): Sweeper {
  const vectors = paperVectors(db)
  const breaker = circuit(CIRCUIT)
  const count = (outcome: string, papers: number) => metrics.records('embed', outcome, papers)
  const maker = new VectorMaker({ vectors, embeddings, circuit: breaker, log, count })
  let nextAt = 0
  const run = async (signal: AbortSignal): Promise<void> => {
    if (Date.now() < nextAt || breaker.isOpen()) return
    const started = Date.now()
    let found = 0
    await vectors.alone(async () => {
      found = await maker.pass(signal)
    })
    const tookMs = Date.now() - started
    if (found === 0) nextAt = Date.now() + tookMs / SHARE_OF_TIME
    else log.info({ papers: found, ms: tookMs }, 'vectors of papers looked after')
  }
  return startSweeper({ everyMs: LOOK_EVERY_MS, runOnStart: true, log, run })
}
