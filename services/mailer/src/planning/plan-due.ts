import type { DueSubscriber, IssuePlanning, PlannedIssue, PlanningReads } from '@paperboy/database'
import { dueNow, nextDue, type Turn } from '../schedule/due.ts'
import { chooseForAll } from './choose-for-all.ts'
import type { IsNew } from './choose-papers.ts'
import { type Candidates, findCandidates, type MatchSearches } from './find-candidates.ts'
import { earliestOf, lookBack, trendingDays } from './look-back.ts'

export type PlanDeps = {
  reads: PlanningReads
  /** Runs the planner's statements in one transaction. */
  inTransaction: <T>(work: (planning: IssuePlanning) => Promise<T>) => Promise<T>
  match: MatchSearches
  now: () => Date
  messageId: (subscriberId: string, date: string) => string
  /** How many subscribers are planned in one transaction. */
  batch?: number
}

export type PlanCounts = { planned: number; empty: number; late: number; paused: number }

export const PLAN_BATCH = 500
/** A mailer that was down sends what it missed so much later, no more. */
const GRACE_MS = 6 * 3_600_000

type TurnOf = { subscriber: DueSubscriber; turn: Turn; next: Date }

/**
 * Plans everybody who is due: freezes the issue of the local day, or records why there is none. Batches
 * are transactions of their own; the unique keys make a second planner or a second try harmless.
 */
export async function planDue(deps: PlanDeps): Promise<PlanCounts> {
  const counts = noCounts()
  const limit = deps.batch ?? PLAN_BATCH
  for (;;) {
    // Before anything is read: what is committed while we read is looked at the next time.
    const now = deps.now()
    const waiting = await deps.reads.due(now, limit)
    if (waiting.length === 0) return counts
    const candidates = await look(deps, waiting, now)
    const ids = waiting.map((subscriber) => subscriber.id)
    const planned = await deps.inTransaction(async (planning) => {
      const locked = await planning.lock(ids, now)
      const turns = locked.map((subscriber) => turnOf(subscriber, now)).filter(isCovered(candidates, now))
      count(counts, await planTurns(deps, planning, { turns, candidates, now }))
      return turns.length
    })
    // None of them: another planner has them in its hands.
    if (waiting.length < limit || planned === 0) return counts
  }
}

export const noCounts = (): PlanCounts => ({ planned: 0, empty: 0, late: 0, paused: 0 })

export function count(counts: PlanCounts, made: PlannedIssue[]): void {
  for (const { outcome } of made) counts[outcome === 'frozen' ? 'planned' : outcome] += 1
}

const turnOf = (subscriber: DueSubscriber, now: Date): TurnOf => {
  const turn = sinceConfirmed(subscriber, dueNow(subscriber, subscriber.lastDate, now, GRACE_MS), now)
  const next = turn.kind === 'none' ? turn.next : nextDue(subscriber, now, turn.localDate).at
  return { subscriber, turn, next }
}

/** The first issue comes when its hour strikes after the confirmation; days before it were never to be planned. */
function sinceConfirmed(subscriber: DueSubscriber, turn: Turn, now: Date): Turn {
  const { confirmedAt } = subscriber
  if (turn.kind === 'none') return turn
  if (turn.at < confirmedAt) return { kind: 'none', next: nextDue(subscriber, now).at }
  const confirmed = confirmedAt.toISOString().slice(0, 10)
  return { ...turn, missed: turn.missed.filter((date) => date > confirmed) }
}

function look({ reads, match }: PlanDeps, waiting: DueSubscriber[], now: Date): Promise<Candidates> {
  const since = earliestOf(waiting, now)
  const papers = (limit: number) => reads.newPapers(since, limit)
  return findCandidates({ reads, match }, waiting, { days: trendingDays(now), since, papers })
}

/** Who has changed the topics since we looked for papers waits for the next round. */
function isCovered({ matches, since }: Candidates, now: Date) {
  return ({ subscriber, turn }: TurnOf): boolean =>
    turn.kind !== 'due' ||
    (lookBack(subscriber, now) >= since &&
      subscriber.topics.every((topic) => topic === null || matches.has(topic)))
}

type Turns = { turns: TurnOf[]; candidates: Candidates; now: Date }

async function planTurns(
  deps: PlanDeps,
  planning: IssuePlanning,
  { turns, candidates, now }: Turns,
): Promise<PlannedIssue[]> {
  const due = turns.filter(({ turn }) => turn.kind === 'due').map(({ subscriber }) => subscriber)
  const isNewTo = (subscriber: DueSubscriber): IsNew => {
    const since = lookBack(subscriber, now)
    return ({ knownAt }) => knownAt > since
  }
  const chosen = await chooseForAll(planning, due, candidates, isNewTo)
  const issues = turns.flatMap((turn) => issuesOf(deps, turn, chosen.get(turn.subscriber.id) ?? []))
  const made = await planning.freeze(issues)
  // Who had an issue of the day already was told nothing now.
  const told = new Set(made.filter(({ outcome }) => outcome !== 'late').map((issue) => issue.subscriberId))
  await planning.next(
    turns.map(({ subscriber, turn, next }) => ({
      subscriberId: subscriber.id,
      dueAt: next,
      lastDate: turn.kind === 'none' ? null : turn.localDate,
      considered: told.has(subscriber.id) ? now : null,
    })),
  )
  return made
}

/** The issue of a turn, and notes of the days that nobody planned in time. */
function issuesOf(
  { messageId }: PlanDeps,
  { subscriber, turn, next: giveUpAt }: TurnOf,
  papers: PlannedIssue['papers'],
): PlannedIssue[] {
  if (turn.kind === 'none') return []
  const outcome = turn.kind === 'late' ? 'late' : papers.length > 0 ? 'frozen' : 'empty'
  const issue = (date: string) => {
    return { subscriberId: subscriber.id, date, messageId: messageId(subscriber.id, date), giveUpAt }
  }
  const missed = turn.missed.map((date) => ({ ...issue(date), outcome: 'late' as const, papers: [] }))
  return [...missed, { ...issue(turn.localDate), outcome, papers }]
}
