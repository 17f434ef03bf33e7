import type { DueSubscriber, PlannedPaper, TrendingPaper, Why } from '@paperboy/database'

/** What the planner knows of the papers that some subscriber may get. */
export type Candidates = {
  /** Best first. */
  trending: TrendingPaper[]
  /** Query → papers that match it, newest first. */
  matches: Map<string, { paperId: string; knownAt: Date }[]>
}

/**
 * The papers of one subscriber's issue, each once with every reason it is there: trending papers by their
 * rank, then the matches of the saved searches, up to what the subscriber wants. `since`: only what
 * became known after it; null for an operator's issue of a given day, which looks at the whole day.
 */
export function choosePapers(
  subscriber: Pick<DueSubscriber, 'topics' | 'maxPapers'>,
  candidates: Candidates,
  had: Set<string>,
  since: Date | null,
): PlannedPaper[] {
  const chosen = new Map<string, Why[]>()
  const add = (paperId: string, why: Why) => {
    const known = chosen.get(paperId)
    if (known) known.push(why)
    else if (chosen.size < subscriber.maxPapers && !had.has(paperId)) chosen.set(paperId, [why])
  }
  const isNew = (knownAt: Date) => since === null || knownAt > since
  if (subscriber.topics.includes(null)) {
    for (const { paperId, rank, knownAt } of candidates.trending) {
      if (isNew(knownAt)) add(paperId, { kind: 'trending', rank })
    }
  }
  for (const query of subscriber.topics) {
    if (query === null) continue
    for (const { paperId, knownAt } of candidates.matches.get(query) ?? []) {
      if (isNew(knownAt)) add(paperId, { kind: 'search', query })
    }
  }
  return [...chosen].map(([paperId, why]) => ({ paperId, why }))
}
