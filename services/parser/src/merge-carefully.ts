import type { ChunkClaim, paperWriter } from '@paperboy/database'
import { savepoint } from '@paperboy/database'
import type { MergeCounts } from './count-outcomes.ts'
import { mergeItems } from './merge-items.ts'
import type { Item, OrdinalReject } from './read-entries.ts'
import { isDataError } from './retry-conflicts.ts'

type Tx = Parameters<typeof paperWriter>[0]

/** Merges records one by one, each in a savepoint, so that one the database refuses becomes a reject. */
export async function mergeCarefully(
  tx: Tx,
  claim: ChunkClaim,
  items: Item[],
): Promise<{ counts: MergeCounts; refused: OrdinalReject[] }> {
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const refused: OrdinalReject[] = []
  for (const item of items) {
    try {
      const merged = await savepoint(tx, () => mergeItems(tx, claim, [item]))
      counts.created += merged.created
      counts.updated += merged.updated
      counts.unchanged += merged.unchanged
    } catch (error) {
      if (!isDataError(error)) throw error
      const { ordinal, position } = item
      const reason = `The database refuses a value of this record: ${(error as Error).message}`
      refused.push({
        ordinal,
        position,
        code: 'STORE_REFUSED',
        reason,
        excerpt: item.facts.title.slice(0, 200),
      })
    }
  }
  return { counts, refused }
}
