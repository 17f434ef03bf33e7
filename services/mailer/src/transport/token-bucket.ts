export type Clock = { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> }

const MS_PER_SECOND = 1_000

/**
 * Lets through `perSecond` a second on average and one second's worth at once after a pause. Waiters go in
 * the order in which they came: each takes its place in the future at once.
 */
export function tokenBucket(perSecond: number, clock: Clock): (signal: AbortSignal) => Promise<void> {
  const interval = MS_PER_SECOND / perSecond
  const burst = Math.max(0, MS_PER_SECOND - interval)
  let next = 0
  return async (signal) => {
    const now = clock.now()
    const at = Math.max(next, now - burst)
    next = at + interval
    if (at > now) await clock.sleep(at - now, signal)
  }
}
