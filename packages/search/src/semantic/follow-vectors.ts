import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@paperboy/service-kit'
import type { VectorSource } from './meaning.ts'
import { type ScanThread, scanThread } from './scan-thread.ts'

const LOOK_EVERY_MS = 2_000
const PAGE = 2_000

export type Follower = {
  thread(): ScanThread
  /** Vectors in memory. */
  size(): number
  catchUp(): Promise<void>
  close(): Promise<void>
}
type Options = { source: VectorSource; model: string; log: Log; maxBytes: number }

/** Keeps in memory what is stored: what changed is asked for every two seconds. */
export function followVectors({ source, model, log, maxBytes }: Options): Follower {
  const stopping = new AbortController()
  let thread = scanThread(maxBytes)
  let place = 0
  let size = 0
  /** Said once: each further failure would say the same. */
  let failing = false
  let behind: Promise<void> = Promise.resolve()

  async function read(): Promise<void> {
    if (thread.ended()) {
      if (!failing) log.warn({ model }, 'the scan of vectors ended, it begins anew')
      thread = scanThread(maxBytes)
      place = 0
      size = 0
    }
    await thread.begun
    while (!stopping.signal.aborted) {
      const page = await source(model, { after: place, limit: PAGE })
      if (page.vectors.length === 0) return
      const left = await thread.call('apply', { rows: page.vectors })
      place = page.place
      size = left.size
      if (left.full + left.odd > 0) log.warn({ ...left, model }, 'vectors are not searched')
    }
  }
  /** One after the other; a failure leaves the place where it was. */
  const catchUp = (): Promise<void> => {
    const next = behind.then(read)
    behind = next.catch(() => undefined)
    return next
  }
  const ended = keepUp()
  async function keepUp(): Promise<void> {
    while (!stopping.signal.aborted) {
      const failure = await catchUp().then(
        () => undefined,
        (err: unknown) => ({ err }),
      )
      if (stopping.signal.aborted) return
      // Words are searched meanwhile.
      if (failure && !failing) log.warn({ ...failure, model }, 'vectors cannot be read')
      if (!failure && failing) log.warn({ model }, 'vectors can be read again')
      failing = failure !== undefined
      await delay(LOOK_EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  }
  return {
    thread: () => thread,
    size: () => size,
    catchUp,
    async close() {
      stopping.abort()
      await thread.close()
      await ended
    },
  }
}
