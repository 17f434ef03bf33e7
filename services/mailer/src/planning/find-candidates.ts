import type { DueSubscriber, IssuePlanning } from '@paperboy/database'
import type { Candidates } from './choose-papers.ts'

/** Which of some papers match each of some queries, as the gateway's search would say. */
export type MatchSearches = (queries: string[], paperIds: string[]) => Promise<Map<string, string[]>>

export type FindDeps = { planning: IssuePlanning; match: MatchSearches }

/** More than any issue takes, also after all that a subscriber had already. */
const MAX_TRENDING = 2_000
const MAX_NEW_PAPERS = 20_000
const DAY_MS = 86_400_000

/** Looks as far back as pages are still news. */
const TRENDING_DAYS = 7

/** What there is for a batch of subscribers, found once for all of them. */
export async function findCandidates(
  { planning, match }: FindDeps,
  subscribers: DueSubscriber[],
  days: { from: string; to: string },
  since: Date,
): Promise<Candidates> {
  const trends = subscribers.some((subscriber) => subscriber.topics.includes(null))
  const trending = trends ? await planning.trending({ ...days, limit: MAX_TRENDING }) : []
  const queries = [...new Set(subscribers.flatMap((s) => s.topics.flatMap((topic) => topic ?? [])))]
  if (queries.length === 0) return { trending, matches: new Map() }
  const papers = await planning.newPapers(since, MAX_NEW_PAPERS)
  const knownAt = new Map(papers.map((paper) => [paper.paperId, paper.knownAt]))
  const found = await match(queries, [...knownAt.keys()])
  const order = new Map(papers.map((paper, place) => [paper.paperId, place]))
  const matches = new Map(
    [...found].map(([query, ids]) => {
      const sorted = [...ids].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
      return [query, sorted.map((paperId) => ({ paperId, knownAt: knownAt.get(paperId) ?? since }))]
    }),
  )
  return { trending, matches }
}

export function trendingDays(now: Date): { from: string; to: string } {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  // One day ahead: where the subscriber lives it may be tomorrow already.
  return { from: day(now.getTime() - TRENDING_DAYS * DAY_MS), to: day(now.getTime() + DAY_MS) }
}
