import { type Database, paperWriter, seenAt } from '@paperboy/database'
import { components } from '../components.ts'
import { connectedPapers } from '../connected-papers.ts'
import { countOutcomes, type MergeCounts } from '../count-outcomes.ts'
import { planAll } from '../merge-items.ts'
import type { PaperPlan } from '../plan-papers.ts'
import type { Item } from '../read-entries.ts'

/**
 * What the merge of a chunk would do to the papers that are there: the plan is the parser's own, and it is not
 * carried out. It reads one snapshot and locks nothing. `met`: whether an earlier chunk has counted the paper.
 */
export async function planOnly(
  db: Database,
  items: Item[],
  { date, receivedAt, met }: { date: string; receivedAt: Date; met: (plan: PaperPlan) => boolean },
): Promise<MergeCounts> {
  if (items.length === 0) return { created: 0, updated: 0, unchanged: 0 }
  const reading = db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read')
  return reading.execute(async (tx) => {
    const writer = paperWriter(tx)
    const reader = { ...writer, lock: writer.look }
    const { papers, identities } = await connectedPapers(reader, [
      ...new Set(items.flatMap((item) => item.keys)),
    ])
    const plans = await planAll(reader, components(items, identities), seenAt(date, receivedAt))
    const said = plans.filter((plan) => plan.sayings.some((saying) => saying.items.length > 0))
    const again = new Set(said.filter(met))
    const counts = countOutcomes(
      said.filter((plan) => !again.has(plan)),
      papers,
      new Set(),
    )
    for (const { sayings } of again)
      counts.unchanged += sayings.reduce((sum, saying) => sum + saying.items.length, 0)
    return counts
  })
}
