import { setImmediate } from 'node:timers/promises'

/** So long one piece of work may keep the lease keeper, the health check and other jobs of the process waiting. */
const MAX_HOLD_MS = 15

/** Returns a function to be awaited between small steps: it lets other work go on when it is time for that. */
export function takeTurns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < MAX_HOLD_MS) return
    await setImmediate()
    since = performance.now()
  }
}
