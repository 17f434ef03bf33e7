import type { paperWriter } from '@paperboy/database'
import { changeWithdrawals, savepoint, shareTargets } from '@paperboy/database'
import type { MergeCounts } from './count-outcomes.ts'
import { type MergePlace, mergeItems } from './merge-items.ts'
import type { OrdinalReject, Understood } from './read-entries.ts'
import { isDataError } from './retry-conflicts.ts'

type Tx = Parameters<typeof paperWriter>[0]

/** Merges records one by one, each in a savepoint, so that one the database refuses becomes a reject. */
export async function mergeCarefully(
  tx: Tx,
  claim: MergePlace,
  { items, withdrawals }: Understood,
): Promise<{ counts: MergeCounts; refused: OrdinalReject[] }> {
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const refused: OrdinalReject[] = []
  // First of all, and in the order of mergeItems: to ask for it later, while others share it, would be a circle.
  await shareTargets(tx)
  if (withdrawals.length > 0) await changeWithdrawals(tx)
  const parts = [
    ...items.map((item) => ({ ...item, said: { items: [item], withdrawals: [] } })),
    ...withdrawals.map((withdrawal) => ({
      ...{ ...withdrawal, facts: null },
      said: { items: [], withdrawals: [withdrawal] },
    })),
  ]
  for (const { said, ordinal, position, keys, facts } of parts) {
    try {
      const merged = await savepoint(tx, () => mergeItems(tx, claim, said))
      counts.created += merged.created
      counts.updated += merged.updated
      counts.unchanged += merged.unchanged
    } catch (error) {
      if (!isDataError(error)) throw error
      const reason = `The database refuses a value of this record: ${(error as Error).message}`
      refused.push({
        ordinal,
        position,
        code: 'STORE_REFUSED',
        reason,
        excerpt: (facts?.title ?? keys.join(' ')).slice(0, 200),
      })
    }
  }
  return { counts, refused }
}
