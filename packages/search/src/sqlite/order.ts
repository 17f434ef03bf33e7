import type { Match } from './find-matches.ts'

/** Highest first; the id settles ties, so that the order is the same whenever it is asked for. */
export function byOrder(a: Match, b: Match): number {
  return b.first - a.first || difference(b.second, a.second) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** Both can be minus infinity, for papers without a date. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b
}

/** The first `limit` in order, without sorting all of a large set. */
export function topOf(matches: Match[], limit: number): Match[] {
  if (matches.length <= limit * 4) return [...matches].sort(byOrder).slice(0, limit)
  const keys = Float64Array.from(matches, (match) => match.first).sort()
  const threshold = keys[keys.length - limit] ?? Number.NEGATIVE_INFINITY
  return matches
    .filter((match) => match.first >= threshold)
    .sort(byOrder)
    .slice(0, limit)
}
