import type { DeliveryReason } from '@paperboy/database'

/** The outcomes of issues and the states of deliveries of a day, grouped for whoever looks after them. */
export function reportOf(date: string, states: Record<string, number>, reasons: DeliveryReason[]) {
  const sum = (...names: string[]) => names.reduce((total, name) => total + (states[name] ?? 0), 0)
  const counts = {
    due: Object.values(states).reduce((total, count) => total + count, 0),
    sent: sum('sent'),
    skipped: sum('empty', 'paused', 'late', 'suppressed'),
    waiting: sum('planned', 'sending', 'retry'),
    failed: sum('failed'),
    unknown: sum('unknown'),
  }
  return { date, ...counts, states, reasons, line: lineOf(date, counts, { states, reasons }) }
}

type Counts = { due: number; sent: number; skipped: number; waiting: number; failed: number; unknown: number }
type Details = { states: Record<string, number>; reasons: DeliveryReason[] }

function lineOf(date: string, counts: Counts, { states, reasons }: Details): string {
  const { due, sent, skipped, waiting, failed, unknown } = counts
  const skips = ['empty', 'paused', 'late', 'suppressed']
    .filter((state) => states[state])
    .map((state) => `${state} ${states[state]}`)
  const why = (state: string) =>
    reasons.filter((each) => each.state === state).map(({ reason, count }) => `${count} × ${reason}`)
  return [
    `${date}: due ${due}`,
    `sent ${sent}`,
    `skipped ${skipped}${inBrackets(skips)}`,
    `failed ${failed}${inBrackets(why('failed'))}`,
    ...(unknown > 0 ? [`unknown ${unknown}${inBrackets(why('unknown'))}`] : []),
    ...(waiting > 0 ? [`waiting ${waiting}${inBrackets(why('retry'))}`] : []),
  ].join(', ')
}

function inBrackets(parts: string[]): string {
  // Answers of mail servers have line ends of their own.
  return parts.length > 0 ? ` (${parts.join('; ').replace(/[\s\p{Cc}]+/gu, ' ')})` : ''
}
