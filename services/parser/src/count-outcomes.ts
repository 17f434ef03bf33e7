import type { PaperRow } from '@paperboy/database'
import type { PaperPlan } from './plan-papers.ts'
import { samePaperFacts } from './same-facts.ts'

export type MergeCounts = { created: number; updated: number; unchanged: number }

/**
 * Contract: the records of a dump that are the same paper count once, by what became of the paper; the
 * others are `unchanged`. `met` are the papers that an earlier chunk of this run has counted.
 */
export function countOutcomes(
  plans: PaperPlan[],
  before: Map<string, PaperRow>,
  met: Set<string>,
): MergeCounts {
  const counts = { created: 0, updated: 0, unchanged: 0 }
  for (const plan of plans) {
    const records = plan.sayings.reduce((sum, saying) => sum + saying.items.length, 0)
    if (records === 0) continue
    counts[outcome(plan, before, met)] += 1
    counts.unchanged += records - 1
  }
  return counts
}

function outcome(plan: PaperPlan, papers: Map<string, PaperRow>, met: Set<string>): keyof MergeCounts {
  if (plan.kind === 'new') return 'created'
  if (plan.kind === 'same' || met.has(plan.id)) return 'unchanged'
  const before = papers.get(plan.id)
  const same = plan.merged.length === 0 && before !== undefined && samePaperFacts(before.facts, plan.facts)
  return same ? 'unchanged' : 'updated'
}
