import { type Database, paperWriter, seenAt, withdrawalWriter } from '@paperboy/database'
import { components } from '../components.ts'
import { connectedPapers } from '../connected-papers.ts'
import { countOutcomes, type MergeCounts } from '../count-outcomes.ts'
import { keysOf, planAll, strongKeysOf } from '../merge-items.ts'
import type { PaperPlan } from '../plan-papers.ts'
import type { Understood } from '../read-entries.ts'
import { withdrawalRows } from '../rows.ts'

/**
 * What the merge of a chunk would do to the papers that are there: the plan is the parser's own, and it is not
 * carried out. It reads one snapshot and locks nothing. `met`: whether an earlier chunk has counted the paper.
 */
export async function planOnly(
  db: Database,
  said: Understood,
  { date, receivedAt, met }: { date: string; receivedAt: Date; met: (plan: PaperPlan) => boolean },
): Promise<MergeCounts> {
  const { items, withdrawals } = said
  if (items.length + withdrawals.length === 0) return { created: 0, updated: 0, unchanged: 0 }
  const reading = db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read')
  return reading.execute(async (tx) => {
    const writer = paperWriter(tx)
    const reader = { ...writer, lock: writer.look }
    const connected = await connectedPapers(reader, keysOf(said))
    const latest = await withdrawalWriter(tx).latest(strongKeysOf(said, connected))
    for (const { key, at } of withdrawalRows(withdrawals, { dumpId: '', run: 0, date }))
      latest.set(key, later(latest.get(key), at.toISOString()))
    const rules = { seenAt: seenAt(date, receivedAt), latest }
    const plans = await planAll(reader, components(said, connected.identities), rules)
    const again = new Set(plans.filter((plan) => recordsOf(plan) > 0 && met(plan)))
    const first = plans.filter((plan) => !again.has(plan))
    const repeated = [...again].reduce((sum, plan) => sum + itemsOf(plan), 0)
    const counts = countOutcomes(first, withdrawals.length, connected.papers, new Set())
    return { ...counts, unchanged: counts.unchanged + repeated }
  })
}

const later = (a: string | undefined, b: string) => (a !== undefined && a > b ? a : b)

const itemsOf = ({ sayings }: PaperPlan) => sayings.reduce((sum, { items }) => sum + items.length, 0)

const recordsOf = (plan: PaperPlan) => itemsOf(plan) + (plan.kind === 'same' ? 0 : plan.withdrawals.length)
