import type { DueSubscriber, NewPaper, PlanningReads, TrendingPaper } from '@paperboy/database'

/** Which of some papers match each of some queries, as the gateway's search would say. */
export type MatchSearches = (queries: string[], paperIds: string[]) => Promise<Map<string, string[]>>

/** What the planner knows of the papers that some subscribers may get. */
export type Candidates = {
  /** Best first. */
  trending: TrendingPaper[]
  /** Query → papers that match it, newest first. Every query that was looked for is in it. */
  matches: Map<string, NewPaper[]>
  /** What became known before it was not looked at. */
  since: Date
}

type FindDeps = { reads: Pick<PlanningReads, 'trending'>; match: MatchSearches }
type Look = {
  days: { from: string; to: string }
  since: Date
  /** The papers to match with saved searches. */
  papers: (limit: number) => Promise<NewPaper[]>
}

/** More than any issue takes, also after all that a subscriber had already. */
const MAX_TRENDING = 2_000
const MAX_NEW_PAPERS = 20_000

/**
 * What there is for a batch of subscribers, found once for all of them. Matching may take a minute, so
 * nobody's row is locked meanwhile.
 */
export async function findCandidates(
  { reads, match }: FindDeps,
  subscribers: DueSubscriber[],
  { days, since, papers }: Look,
): Promise<Candidates> {
  const trending = await reads.trending({ ...days, limit: MAX_TRENDING })
  const queries = [...new Set(subscribers.flatMap((s) => s.topics.flatMap((topic) => topic ?? [])))]
  const matches = new Map<string, NewPaper[]>(queries.map((query) => [query, []]))
  if (queries.length === 0) return { trending, matches, since }
  const found = await papers(MAX_NEW_PAPERS)
  const byId = new Map(found.map((paper, place) => [paper.paperId, { paper, place }]))
  for (const [query, ids] of await match(queries, [...byId.keys()])) {
    const known = ids.flatMap((id) => byId.get(id) ?? []).sort((a, b) => a.place - b.place)
    matches.set(
      query,
      known.map(({ paper }) => paper),
    )
  }
  return { trending, matches, since }
}

export function candidateIds({ trending, matches }: Candidates): string[] {
  return [...new Set([...trending, ...[...matches.values()].flat()].map((paper) => paper.paperId))]
}
