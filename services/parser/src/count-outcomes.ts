import type { PaperRow } from '@paperboy/database'
import type { PaperPlan } from './plan-papers.ts'
import { samePaperFacts } from './same-facts.ts'

export type MergeCounts = { created: number; updated: number; unchanged: number }

/**
 * Contract: the records of a dump that are the same paper count once, by what became of the paper; the
 * others are `unchanged`. A withdrawal is a record of the paper that it names; without one it changed nothing.
 * `met` are the papers that an earlier chunk of this run has counted.
 */
export function countOutcomes(
  plans: PaperPlan[],
  withdrawals: number,
  before: Map<string, PaperRow>,
  met: Set<string>,
): MergeCounts {
  const counts = { created: 0, updated: 0, unchanged: withdrawals }
  for (const plan of plans) {
    const own = plan.kind === 'same' ? 0 : plan.withdrawals.length
    const records = own + plan.sayings.reduce((sum, saying) => sum + saying.items.length, 0)
    if (records === 0) continue
    counts[outcome(plan, before, met)] += 1
    counts.unchanged += records - own - 1
  }
  return counts
}

function outcome(plan: PaperPlan, papers: Map<string, PaperRow>, met: Set<string>): keyof MergeCounts {
  // A paper that parts from another without a record of its own is none that was brought.
  if (plan.kind === 'new') return plan.sayings.some(({ items }) => items.length > 0) ? 'created' : 'updated'
  if (plan.kind === 'same' || met.has(plan.id)) return 'unchanged'
  const before = papers.get(plan.id)
  const same =
    plan.merged.length === 0 &&
    before !== undefined &&
    (before.withdrawnAt === null) === (plan.withdrawnAt === null) &&
    samePaperFacts(before.facts, plan.facts)
  return same ? 'unchanged' : 'updated'
}
