import type { StoredBounce } from './bounces.ts'

const SOFT_LIMIT = 3
const SOFT_WINDOW_MS = 7 * 86_400_000

/** Whether an address gets no mail any more: one hard bounce, one complaint, or three soft bounces in seven days. */
export function suppressionRule(bounces: StoredBounce[], now: Date = new Date()): boolean {
  const since = now.getTime() - SOFT_WINDOW_MS
  const soft = bounces.filter(({ type, at }) => type === 'soft' && at.getTime() > since)
  return soft.length >= SOFT_LIMIT || bounces.some(({ type }) => type !== 'soft')
}
