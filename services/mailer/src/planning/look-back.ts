import type { DueSubscriber } from '@paperboy/database'

const DAY_MS = 86_400_000
/** Looks as far back as pages are still news. */
const TRENDING_DAYS = 7
/** What a transaction wrote that began before our last look and ended after it is looked at again. */
const OVERLAP_MS = 120_000

/** From when on a subscriber has not been told yet. */
export function lookBack({ consideredAt }: Pick<DueSubscriber, 'consideredAt'>, now: Date): Date {
  return new Date((consideredAt?.getTime() ?? now.getTime() - DAY_MS) - OVERLAP_MS)
}

/** The earliest that any of them looks back. */
export function earliestOf(subscribers: DueSubscriber[], now: Date): Date {
  const times = subscribers.map((subscriber) => lookBack(subscriber, now).getTime())
  return new Date(times.reduce((earliest, at) => Math.min(earliest, at), now.getTime()))
}

export function trendingDays(now: Date): { from: string; to: string } {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  // One day ahead: where the subscriber lives it may be tomorrow already.
  return { from: day(now.getTime() - TRENDING_DAYS * DAY_MS), to: day(now.getTime() + DAY_MS) }
}
