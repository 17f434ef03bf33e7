import type { DueSubscriber, PlannedPaper } from '@paperboy/database'
import { chooseForAll } from './choose-for-all.ts'
import { isNewOn, look } from './plan-date.ts'
import type { PlanDeps } from './plan-due.ts'

/** The papers of an issue that an operator would send now for a day; nothing is frozen. */
export async function papersOn(
  deps: Pick<PlanDeps, 'reads' | 'inTransaction' | 'match' | 'now'>,
  subscriber: DueSubscriber,
  date: string,
): Promise<PlannedPaper[]> {
  const now = deps.now()
  const day = { date, now, isToday: date >= now.toISOString().slice(0, 10) }
  const candidates = await look(deps, [subscriber], day)
  const chosen = await deps.inTransaction((planning) =>
    chooseForAll(planning, [subscriber], candidates, () => isNewOn(day, subscriber)),
  )
  return chosen.get(subscriber.id) ?? []
}
