import type { ChunkResult } from '@paperboy/database'
import { mergeCarefully } from './merge-carefully.ts'
import { type MergePlace, mergeItems } from './merge-items.ts'
import type { OrdinalReject } from './read-entries.ts'
import { isDataError, retryConflicts } from './retry-conflicts.ts'
import type { UnderstoodRuns } from './understand-entries.ts'

type Write = (tx: Parameters<typeof mergeItems>[0]) => Promise<ChunkResult>

/**
 * Merges what was understood into papers, in a transaction of `commit`, which is begun anew when it meets
 * another one. Null when `commit` says that the claim was lost.
 */
export async function mergeChunk(
  commit: (write: Write) => Promise<boolean>,
  place: MergePlace,
  { said, rejects, notes }: UnderstoodRuns,
): Promise<ChunkResult | null> {
  const attempt = (merge: typeof mergeCarefully) =>
    retryConflicts(async () => {
      let result: ChunkResult | null = null
      const held = await commit(async (tx) => {
        const merged = await merge(tx, place, said)
        result = { ...toResult(merged.counts, [...rejects, ...merged.refused]), notes }
        return result
      })
      return held ? result : null
    })
  try {
    return await attempt(async (tx) => ({ counts: await mergeItems(tx, place, said), refused: [] }))
  } catch (error) {
    // One record that Postgres refuses must not take its chunk with it.
    if (!isDataError(error)) throw error
    return attempt(mergeCarefully)
  }
}

export function toResult(
  counts: Omit<ChunkResult['counts'], 'rejected'>,
  rejects: OrdinalReject[],
): ChunkResult {
  return { counts: { ...counts, rejected: rejects.length }, rejects }
}
