import { setTimeout as delay } from 'node:timers/promises'
import type { SplitClaim, SplitStore } from '@paperboy/database'

const LOOK_AGAIN_MS = 100

/**
 * Back-pressure: a split waits while the parser is behind, so that the chunks in Postgres stay few
 * whatever the size of the dump. False when the claim was lost meanwhile.
 */
export async function waitForRoom(
  deps: { splits: Pick<SplitStore, 'openChunks' | 'renew'>; maxOpenChunks: number },
  claim: SplitClaim,
  leaseMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  while ((await deps.splits.openChunks(claim)) >= deps.maxOpenChunks) {
    if (!(await deps.splits.renew(claim, leaseMs))) return false
    await delay(LOOK_AGAIN_MS, undefined, { signal })
  }
  return true
}
