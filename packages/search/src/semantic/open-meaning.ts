import type { Log } from '@paperboy/service-kit'
import { LRUCache } from 'lru-cache'
import { boundedScans } from './bounded-scans.ts'
import { toBytes } from './bytes.ts'
import { type Circuit, circuit } from './circuit.ts'
import type { Embeddings } from './embeddings.ts'
import { followVectors } from './follow-vectors.ts'
import type { OpenedMeaning, VectorSource } from './meaning.ts'

/** A reader waits no longer for what only adds to the words. */
const QUERY_TIMEOUT_MS = 800
const CIRCUIT = { failures: 3, firstMs: 5_000, maxMs: 60_000 }
/** One text that is refused says nothing about the server; so many different ones in a row say that it takes none. */
const REFUSALS = { ...CIRCUIT, failures: 10 }
const REMEMBERED_QUERIES = 2_000
const MIB = 2 ** 20

export type MeaningOptions = {
  embeddings: Embeddings
  source: VectorSource
  log: Log
  now?: () => number
  /** What the vectors may take in memory. */
  maxMiB?: number
  queryTimeoutMs?: number
}

/** Follows the stored vectors in memory and asks the embeddings server for those of queries. */
export function openMeaning(options: MeaningOptions): OpenedMeaning {
  const { embeddings, source, log, now = Date.now, maxMiB = 512 } = options
  const { queryTimeoutMs = QUERY_TIMEOUT_MS } = options
  const follower = followVectors({ source, model: embeddings.model, log, maxBytes: maxMiB * MIB })
  const breakers = { away: circuit({ ...CIRCUIT, now }), refused: circuit({ ...REFUSALS, now }) }
  const ask = queryVectors({ embeddings, breakers, log, queryTimeoutMs })
  const scans = boundedScans(queryTimeoutMs)
  return {
    meaning: {
      isReady: () => follower.size() > 0 && ask.isReady() && scans.hasRoom(),
      async near(text, count, filters) {
        const vector = await ask.vectorOf(text)
        return vector && scans.run(() => follower.thread().call('near', { vector, count, filters }))
      },
      nearTo: (paperId, count) => scans.run(() => follower.thread().call('nearTo', { paperId, count })),
    },
    catchUp: () => follower.catchUp(),
    close: () => follower.close(),
  }
}

type Breakers = { away: Circuit; refused: Circuit }
type QueryDeps = { embeddings: Embeddings; breakers: Breakers; log: Log; queryTimeoutMs: number }

function queryVectors({ embeddings, breakers, log, queryTimeoutMs }: QueryDeps) {
  const known = new LRUCache<string, Int8Array>({ max: REMEMBERED_QUERIES })
  const isReady = () => !breakers.away.isOpen() && !breakers.refused.isOpen()
  return {
    isReady,
    async vectorOf(text: string): Promise<Int8Array | undefined> {
      const remembered = known.get(text)
      if (remembered || !isReady()) return remembered
      const answer = await embeddings.ofQuery(text, { timeoutMs: queryTimeoutMs })
      if (answer.kind === 'vectors') {
        breakers.away.succeeded()
        breakers.refused.succeeded()
        const vector = answer.vectors[0] && toBytes(answer.vectors[0])
        if (vector) known.set(text, vector)
        return vector
      }
      const breaker = answer.kind === 'refused' ? breakers.refused : breakers.away
      if (breaker.failed(answer.kind === 'away' ? answer.retryAfterMs : undefined))
        log.warn({ reason: answer.reason, retryInMs: breaker.leftMs() }, 'searching without meaning')
      return undefined
    },
  }
}
