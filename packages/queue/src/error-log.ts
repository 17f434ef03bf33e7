import type { Log } from '@paperboy/service-kit'

const QUIET_MS = 10_000

/** Listeners for BullMQ's errors: a backend that is away for an hour fills no disk with log lines. */
export function errorLog(log: Log, now: () => number = Date.now): (queue: string) => (error: Error) => void {
  const last = new Map<string, { at: number; dropped: number }>()
  return (queue) => (error) => {
    const key = `${queue} ${reason(error)}`
    const before = last.get(key)
    if (before && now() - before.at < QUIET_MS) {
      before.dropped += 1
      return
    }
    if (last.size > 100) last.clear()
    last.set(key, { at: now(), dropped: 0 })
    log.warn({ queue, reason: reason(error), repeated: before?.dropped ?? 0 }, 'job queue trouble')
  }
}

// Node's AggregateError for a refused connection has an empty message, and ids would defeat the limit.
function reason(error: Error & { code?: string }): string {
  return (error.message || error.code || error.name).replace(/\d+/g, 'N').slice(0, 200)
}
