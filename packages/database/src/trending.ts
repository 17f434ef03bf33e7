import { type RawBuilder, sql } from 'kysely'

/**
 * The static key of sort=trending, higher first. A ranked paper: the day of its best appearance plus
 * a part of a day that falls with its rank, in (0, 1], so the newest ranked day always leads. A paper
 * never ranked: the day it was first seen, a million days lower, so that no archive floods the list.
 */
const UNRANKED_DAYS = 1_000_000
const RANK_SLOPE = 0.2
const DAY_MS = 86_400_000
const HALF_LIFE_DAYS = 7

export function unrankedTrending(firstSeenAt: Date): number {
  return firstSeenAt.getTime() / DAY_MS - UNRANKED_DAYS
}

/** The key of a paper that was seen earlier than known: only one that was never ranked changes. */
export function trendingWhenSeen(key: number, firstSeenAt: Date): number {
  return key < 0 ? unrankedTrending(firstSeenAt) : key
}

/** The same in SQL, over expressions of type date and integer. */
export const rankedTrendingSql = (date: RawBuilder<unknown>, rank: RawBuilder<unknown>) =>
  sql<number>`extract(epoch from ${date})::float8 / 86400 + 1 / (1 + ${sql.lit(RANK_SLOPE)}::float8 * ln(${rank}::float8))`

export const unrankedTrendingSql = (firstSeenAt: RawBuilder<unknown>) =>
  sql<number>`extract(epoch from ${firstSeenAt})::float8 / 86400 - ${sql.lit(UNRANKED_DAYS)}`

/** What readers see of the key: 1 for today's first, halved every seven days, 0 for what was never ranked. */
export function trendingScore(key: number, now: Date): number {
  const today = Math.floor(now.getTime() / DAY_MS)
  const score = 2 ** ((key - today - 1) / HALF_LIFE_DAYS)
  return Math.min(1, Math.round(score * 1e6) / 1e6)
}
