/**
 * Exponential backoff with full jitter, bounded. Whole milliseconds: the Postgres backend stores the
 * time in a bigint column and fails the job on a fraction.
 */
export function backoff(
  attempt: number,
  bounds: { backoffMs: number; maxBackoffMs: number },
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(bounds.maxBackoffMs, bounds.backoffMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(1 + random() * (ceiling - 1))
}
