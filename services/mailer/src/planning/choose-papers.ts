import type { DueSubscriber, PlannedPaper, Why } from '@paperboy/database'
import type { Candidates } from './find-candidates.ts'

export type IsNew = (paper: { knownAt: Date; date?: string }) => boolean

/**
 * The papers of one subscriber's issue, each once with every reason it is there: trending papers by their
 * rank, then the matches of the saved searches, up to what the subscriber wants.
 */
export function choosePapers(
  subscriber: Pick<DueSubscriber, 'topics' | 'maxPapers'>,
  { trending, matches }: Pick<Candidates, 'trending' | 'matches'>,
  had: Set<string>,
  isNew: IsNew,
): PlannedPaper[] {
  const chosen = new Map<string, Why[]>()
  const add = (paperId: string, why: Why) => {
    const known = chosen.get(paperId)
    if (known) known.push(why)
    else if (chosen.size < subscriber.maxPapers && !had.has(paperId)) chosen.set(paperId, [why])
  }
  if (subscriber.topics.includes(null)) {
    for (const paper of trending) {
      if (isNew(paper)) add(paper.paperId, { kind: 'trending', rank: paper.rank })
    }
  }
  for (const query of subscriber.topics) {
    if (query === null) continue
    for (const paper of matches.get(query) ?? []) {
      if (isNew(paper)) add(paper.paperId, { kind: 'search', query })
    }
  }
  return [...chosen].map(([paperId, why]) => ({ paperId, why }))
}
