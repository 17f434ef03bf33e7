import type { DueSubscriber, PlannedPaper, Why } from '@paperboy/database'
import type { Candidates } from './find-candidates.ts'

export type IsNew = (paper: { knownAt: Date; date?: string }) => boolean

/**
 * The papers of one subscriber's issue, each once with every reason it is there: trending papers by their
 * rank, then the matches of the saved searches. Where they are more than the subscriber wants, each topic
 * gives one in turn, so that a saved search is heard beside a long list of trending papers.
 */
export function choosePapers(
  { topics, maxPapers }: Pick<DueSubscriber, 'topics' | 'maxPapers'>,
  { trending, matches }: Pick<Candidates, 'trending' | 'matches'>,
  had: Set<string>,
  isNew: IsNew,
): PlannedPaper[] {
  const byTrend = trending
    .filter(isNew)
    .map(({ paperId, rank }) => reason(paperId, { kind: 'trending', rank }))
  const bySearch = topics
    .filter((query) => query !== null)
    .map((query) =>
      (matches.get(query) ?? [])
        .filter(isNew)
        .map(({ paperId }) => reason(paperId, { kind: 'search', query })),
    )
  const reasons = topics.includes(null) ? [byTrend, ...bySearch] : bySearch
  const chosen = inTurn(reasons, maxPapers, had)
  const whys = Map.groupBy(
    reasons.flat().filter(({ paperId }) => chosen.has(paperId)),
    ({ paperId }) => paperId,
  )
  return Array.from(whys, ([paperId, all]) => ({ paperId, why: all.map(({ why }) => why) }))
}

type Reason = { paperId: string; why: Why }
const reason = (paperId: string, why: Why): Reason => ({ paperId, why })

function inTurn(topics: Reason[][], most: number, had: Set<string>): Set<string> {
  const chosen = new Set<string>()
  const left = topics.map((papers) => papers.values())
  while (left.length > 0) {
    for (const papers of [...left]) {
      if (chosen.size >= most) return chosen
      const next = papers.find(({ paperId }) => !had.has(paperId) && !chosen.has(paperId))
      if (next) chosen.add(next.paperId)
      else left.splice(left.indexOf(papers), 1)
    }
  }
  return chosen
}
