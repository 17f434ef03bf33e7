import type { BounceReport } from '@paperboy/contracts'

const DAY_MS = 86_400_000
const SOFT_WINDOW_MS = 7 * DAY_MS
const SOFT_DAYS = 3

/** Whether an address gets no mail any more: one hard bounce, one complaint, or soft ones on three days of seven. */
export function suppressionRule(bounces: { type: BounceReport['type']; at: Date }[], now: Date): boolean {
  if (bounces.some(({ type }) => type !== 'soft')) return true
  // One a day counts: a mail that is tried five times is one failure.
  const days = bounces
    .map(({ at }) => at.getTime())
    .filter((at) => at > now.getTime() - SOFT_WINDOW_MS && at <= now.getTime())
    .map((at) => Math.floor(at / DAY_MS))
  return new Set(days).size >= SOFT_DAYS
}
