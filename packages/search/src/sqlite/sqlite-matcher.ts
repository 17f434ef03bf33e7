import { Worker } from 'node:worker_threads'
import type { Log } from '@paperboy/service-kit'
import type { OpenedMatcher } from '../matching/search-matcher.ts'
import type { DocumentMatches } from './match-documents.ts'
import type { MatchInput } from './match-worker.ts'
import { unavailable } from './worker-client.ts'

/** Every run has a thread and, where it needs one, an index in memory of its own, both gone when it ends. */
export function sqliteMatcher({ log }: { log: Log }): OpenedMatcher {
  const closing = new AbortController()
  return {
    matcher: {
      async match(queries, documents, { signal } = {}) {
        if (queries.length === 0 || documents.length === 0) return new Map()
        const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
        const { matches, faults } = await run({ queries, documents }, stop)
        for (const { query, reason } of faults) log.error({ query, reason }, 'saved search cannot be matched')
        return matches
      },
    },
    close: async () => closing.abort(unavailable('The search index was closed.')),
  }
}

async function run(input: MatchInput, signal: AbortSignal): Promise<DocumentMatches> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./match-worker.ts', import.meta.url), {
    name: 'search-matcher',
    workerData: input,
  })
  const { promise, resolve, reject } = Promise.withResolvers<DocumentMatches>()
  const abort = () => reject(signal.reason)
  const stopped = (cause: unknown) =>
    reject(unavailable('The matching of saved searches stopped; try again.', cause))
  signal.addEventListener('abort', abort)
  worker.on('message', resolve)
  worker.on('error', stopped)
  worker.on('exit', (code) => stopped(new Error(`exit code ${code}`)))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
