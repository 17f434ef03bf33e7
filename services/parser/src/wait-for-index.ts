import { setTimeout as delay } from 'node:timers/promises'
import type { IndexQueue } from '@paperboy/database'

const LOOK_AGAIN_MS = 200
const MAX_WAIT_MS = 30_000

/**
 * Back-pressure: a slow or absent index slows the parser down, so that the index queue stays short.
 * False when it did not move in time: the chunk is left and announced again by the sweeper.
 */
export async function waitForIndex(
  deps: { indexQueue: Pick<IndexQueue, 'isLongerThan'>; maxIndexQueue: number },
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + MAX_WAIT_MS
  while (await deps.indexQueue.isLongerThan(deps.maxIndexQueue)) {
    if (Date.now() > deadline) return false
    await delay(LOOK_AGAIN_MS, undefined, { signal })
  }
  return true
}
