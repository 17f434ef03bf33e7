import type { DueSubscriber, IssuePlanning, PlannedPaper } from '@paperboy/database'
import { choosePapers, type IsNew } from './choose-papers.ts'
import { type Candidates, candidateIds } from './find-candidates.ts'

type Chosen = Map<string, PlannedPaper[]>

/**
 * The papers of each subscriber's issue. Two papers may turn out to be one while we choose: those that are
 * chosen are held, and then it is asked once more who has had them.
 */
export async function chooseForAll(
  planning: Pick<IssuePlanning, 'had' | 'hold'>,
  subscribers: DueSubscriber[],
  candidates: Candidates,
  isNewTo: (subscriber: DueSubscriber) => IsNew,
): Promise<Chosen> {
  const ids = subscribers.map((subscriber) => subscriber.id)
  const had = await planning.had(ids, ids.length > 0 ? candidateIds(candidates) : [])
  const chosen = new Map(
    subscribers.map((subscriber) => {
      const mine = had.get(subscriber.id) ?? new Set<string>()
      return [subscriber.id, choosePapers(subscriber, candidates, mine, isNewTo(subscriber))]
    }),
  )
  return withoutMerged(planning, chosen)
}

async function withoutMerged(planning: Pick<IssuePlanning, 'had' | 'hold'>, chosen: Chosen): Promise<Chosen> {
  const paperIds = [
    ...new Set([...chosen.values()].flatMap((papers) => papers.map((paper) => paper.paperId))),
  ]
  const held = await planning.hold(paperIds)
  const had = await planning.had([...chosen.keys()], paperIds)
  return new Map(
    [...chosen].map(([id, papers]) => [
      id,
      papers.filter(({ paperId }) => held.has(paperId) && !had.get(id)?.has(paperId)),
    ]),
  )
}
