import { setTimeout as delay } from 'node:timers/promises'

/** The thread scans one after the other: whoever would wait behind more gets no answer from it. */
const MOST_WAITING = 50

/** Scans within a time, and undefined where there is none: words are found without vectors too. */
export function boundedScans(timeoutMs: number) {
  let waiting = 0
  const hasRoom = () => waiting < MOST_WAITING
  return {
    hasRoom,
    async run<T>(scan: () => Promise<T>): Promise<T | undefined> {
      if (!hasRoom()) return undefined
      waiting++
      const done = new AbortController()
      // What was given up is scanned all the same, so it counts until then.
      const scanned = scan()
        .catch(() => undefined)
        .finally(() => {
          waiting--
          done.abort()
        })
      const late = delay(timeoutMs, undefined, { ref: false, signal: done.signal }).catch(() => undefined)
      return Promise.race([scanned, late])
    },
  }
}
