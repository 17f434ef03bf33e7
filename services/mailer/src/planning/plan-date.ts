import type { DueSubscriber, IssuePlanning, PlannedIssue } from '@paperboy/database'
import { nextDue } from '../schedule/due.ts'
import { chooseForAll } from './choose-for-all.ts'
import type { IsNew } from './choose-papers.ts'
import { type Candidates, findCandidates } from './find-candidates.ts'
import { earliestOf, lookBack, trendingDays } from './look-back.ts'
import { count, noCounts, PLAN_BATCH, type PlanCounts, type PlanDeps } from './plan-due.ts'

type Day = { date: string; now: Date; isToday: boolean }

/**
 * An operator sends the digest of a day now, whatever the hour: plans every confirmed subscriber that has
 * no issue for it, with the papers of that day. Today's is everybody's issue of today: it also brings
 * what has come late for other days, as the issue at its hour would.
 */
export async function planDate(deps: PlanDeps, date: string): Promise<PlanCounts> {
  const counts = noCounts()
  const limit = deps.batch ?? PLAN_BATCH
  for (;;) {
    const now = deps.now()
    const day = { date, now, isToday: date >= now.toISOString().slice(0, 10) }
    const waiting = await deps.reads.without(date, limit)
    if (waiting.length === 0) return counts
    const candidates = await look(deps, waiting, day)
    const ids = waiting.map((subscriber) => subscriber.id)
    await deps.inTransaction(async (planning) => {
      const locked = await planning.lock(ids, null)
      count(counts, await planDay(deps, planning, { subscribers: locked, candidates, day }))
    })
    if (waiting.length < limit) return counts
  }
}

/** The papers an operator's issue of a day is chosen from. */
export function look(
  { reads, match }: Pick<PlanDeps, 'reads' | 'match'>,
  subscribers: DueSubscriber[],
  { date, now, isToday }: Day,
): Promise<Candidates> {
  const since = isToday ? earliestOf(subscribers, now) : now
  const days = isToday ? { from: trendingDays(now).from, to: date } : { from: date, to: date }
  const papers = (limit: number) => (isToday ? reads.newPapers(since, limit) : reads.papersOfDay(date, limit))
  return findCandidates({ reads, match }, subscribers, { days, since, papers })
}

/** For a day in the past its papers are what is new; for today also what the subscriber was not told yet. */
export function isNewOn({ date, now, isToday }: Day, subscriber: DueSubscriber): IsNew {
  const since = lookBack(subscriber, now)
  return (paper) => paper.date === date || !isToday || paper.knownAt > since
}

type Plan = { subscribers: DueSubscriber[]; candidates: Candidates; day: Day }

async function planDay(
  deps: PlanDeps,
  planning: IssuePlanning,
  { subscribers, candidates, day }: Plan,
): Promise<PlannedIssue[]> {
  const { date, now, isToday } = day
  const isPaused = ({ pausedUntil }: DueSubscriber) => pausedUntil !== null && date < pausedUntil
  const awake = subscribers.filter((subscriber) => !isPaused(subscriber))
  const chosen = await chooseForAll(planning, awake, candidates, (subscriber) => isNewOn(day, subscriber))
  const issues = subscribers.map((subscriber): PlannedIssue => {
    const papers = chosen.get(subscriber.id) ?? []
    return {
      subscriberId: subscriber.id,
      date,
      outcome: isPaused(subscriber) ? 'paused' : papers.length > 0 ? 'frozen' : 'empty',
      papers,
      messageId: deps.messageId(subscriber.id, date),
      giveUpAt: nextDue(subscriber, now, date).at,
    }
  })
  const made = await planning.freeze(issues)
  const next = made.map(({ subscriberId }) => {
    // A day in the past says nothing of the days since: those are planned, or noted as missed, as ever.
    return { subscriberId, dueAt: now, lastDate: isToday ? date : null, considered: isToday ? now : null }
  })
  await planning.next(next)
  return made
}
