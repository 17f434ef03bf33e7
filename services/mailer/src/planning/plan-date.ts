import type { PlannedIssue } from '@paperboy/database'
import { nextDue } from '../schedule/due.ts'
import { choosePapers } from './choose-papers.ts'
import { findCandidates } from './find-candidates.ts'
import type { PlanCounts, PlanDeps } from './plan-due.ts'

const BATCH = 500
const DAY_MS = 86_400_000

/**
 * An operator sends the digest of a day now, whatever the hour: plans every confirmed subscriber that has
 * no issue for it, with the ranked papers of that day and the matches among the papers of that day.
 */
export async function planDate(deps: PlanDeps, date: string): Promise<PlanCounts> {
  const counts = { planned: 0, empty: 0, late: 0 }
  for (;;) {
    const batch = await deps.inTransaction(async (planning) => {
      const now = deps.now()
      const subscribers = await planning.without(date, BATCH)
      const since = new Date(now.getTime() - DAY_MS)
      // An issue of an earlier day says nothing of what has come since.
      const isToday = date >= now.toISOString().slice(0, 10)
      const find = { planning, match: deps.match }
      const candidates = await findCandidates(find, subscribers, { from: date, to: date }, since)
      const matched = [...candidates.matches.values()].flat()
      const paperIds = [...new Set([...candidates.trending, ...matched].map((paper) => paper.paperId))]
      const had = await planning.had(
        subscribers.map((subscriber) => subscriber.id),
        paperIds,
      )
      const issues = subscribers.map((subscriber): PlannedIssue => {
        const papers = choosePapers(subscriber, candidates, had.get(subscriber.id) ?? new Set(), null)
        const outcome = papers.length > 0 ? 'frozen' : 'empty'
        counts[outcome === 'frozen' ? 'planned' : 'empty'] += 1
        const messageId = deps.messageId(subscriber.id, date)
        return {
          subscriberId: subscriber.id,
          date,
          outcome,
          papers,
          messageId,
          giveUpAt: nextDue(subscriber, now).at,
        }
      })
      await planning.freeze(issues)
      await planning.next(
        subscribers.map(({ id }) => ({
          subscriberId: id,
          dueAt: now,
          lastDate: date,
          considered: isToday ? now : null,
        })),
      )
      return subscribers.length
    })
    if (batch < BATCH) return counts
  }
}
