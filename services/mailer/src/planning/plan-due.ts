import type { DueSubscriber, IssuePlanning, PlannedIssue } from '@paperboy/database'
import { dueNow, nextDue } from '../schedule/due.ts'
import { choosePapers } from './choose-papers.ts'
import { findCandidates, type MatchSearches, trendingDays } from './find-candidates.ts'

export type PlanDeps = {
  /** Runs the planner's statements in one transaction. */
  inTransaction: <T>(work: (planning: IssuePlanning) => Promise<T>) => Promise<T>
  match: MatchSearches
  now: () => Date
  messageId: (subscriberId: string, date: string) => string
}

export type PlanCounts = { planned: number; empty: number; late: number }

const BATCH = 500
/** A mailer that was down sends what it missed so much later, no more. */
const GRACE_MS = 6 * 3_600_000
/** What a transaction wrote that began before our last look and ended after it is looked at again. */
const OVERLAP_MS = 120_000

/**
 * Plans everybody who is due: freezes the issue of the local day, or records why there is none. Batches
 * are transactions of their own; the unique keys make a second planner or a second try harmless.
 */
export async function planDue(deps: PlanDeps): Promise<PlanCounts> {
  const counts = { planned: 0, empty: 0, late: 0 }
  for (;;) {
    const batch = await deps.inTransaction((planning) => planBatch(deps, planning, counts))
    if (batch < BATCH) return counts
  }
}

async function planBatch(deps: PlanDeps, planning: IssuePlanning, counts: PlanCounts): Promise<number> {
  const now = deps.now()
  const subscribers = await planning.due(now, BATCH)
  const turns = subscribers.map((subscriber) => {
    return { subscriber, turn: dueNow(subscriber, subscriber.lastDate, now, GRACE_MS) }
  })
  const due = turns.filter(({ turn }) => turn.kind === 'due').map(({ subscriber }) => subscriber)
  const chosen = await choose(deps, planning, due, now)
  const issues: PlannedIssue[] = []
  for (const { subscriber, turn } of turns) {
    if (turn.kind === 'none') continue
    const papers = turn.kind === 'due' ? (chosen.get(subscriber.id) ?? []) : []
    const outcome = turn.kind === 'late' ? 'late' : papers.length > 0 ? 'frozen' : 'empty'
    const giveUpAt = nextDue(subscriber, now).at
    const messageId = deps.messageId(subscriber.id, turn.localDate)
    for (const missed of turn.missed) {
      const messageId = deps.messageId(subscriber.id, missed)
      issues.push({
        subscriberId: subscriber.id,
        date: missed,
        outcome: 'late',
        papers: [],
        messageId,
        giveUpAt,
      })
      counts.late += 1
    }
    issues.push({ subscriberId: subscriber.id, date: turn.localDate, outcome, papers, messageId, giveUpAt })
    counts[outcome === 'frozen' ? 'planned' : outcome] += 1
  }
  await planning.freeze(issues)
  await planning.next(
    turns.map(({ subscriber, turn }) => ({
      subscriberId: subscriber.id,
      dueAt: nextDue(subscriber, now).at,
      lastDate: turn.kind === 'none' ? null : turn.localDate,
      considered: turn.kind === 'due' ? now : null,
    })),
  )
  return subscribers.length
}

async function choose(deps: PlanDeps, planning: IssuePlanning, due: DueSubscriber[], now: Date) {
  const sinceOf = (subscriber: DueSubscriber) =>
    new Date((subscriber.consideredAt?.getTime() ?? now.getTime() - 86_400_000) - OVERLAP_MS)
  const earliest = new Date(
    Math.min(now.getTime(), ...due.map((subscriber) => sinceOf(subscriber).getTime())),
  )
  const find = { planning, match: deps.match }
  const candidates = await findCandidates(find, due, trendingDays(now), earliest)
  const matched = [...candidates.matches.values()].flat()
  const paperIds = [...new Set([...candidates.trending, ...matched].map((paper) => paper.paperId))]
  const had = await planning.had(
    due.map((subscriber) => subscriber.id),
    paperIds,
  )
  return new Map(
    due.map((subscriber) => {
      const papers = choosePapers(
        subscriber,
        candidates,
        had.get(subscriber.id) ?? new Set(),
        sinceOf(subscriber),
      )
      return [subscriber.id, papers]
    }),
  )
}
