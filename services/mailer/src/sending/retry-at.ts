const LONGEST_MS = 3_600_000

/** When a delivery that was put off (4yz) is tried again: `firstMs` after the first attempt, doubling up to an hour, with jitter. */
export function retryAt(attempts: number, firstMs: number, now = Date.now(), random = Math.random): Date {
  const delay = Math.min(LONGEST_MS, firstMs * 2 ** (attempts - 1))
  return new Date(Math.round(now + delay * (0.5 + random() / 2)))
}
