import { setTimeout as delay } from 'node:timers/promises'
import type { IndexTarget } from '@paperboy/database'
import { type WriteDeps, writeBatch } from './write-batch.ts'

/** reliability: 500–2,000 documents a request, two requests in flight. */
const BATCH = 1_000
const LANES = 2
const LEASE_MS = 30_000
const MAX_PAUSE_MS = 2_000

/** Writes a target's due rows until there are none. Its lanes never hold the same paper: rows are leased. */
export async function drain(deps: WriteDeps, target: IndexTarget, signal: AbortSignal): Promise<void> {
  const lanes = Array.from({ length: LANES }, () => lane(deps, target, signal))
  const failed = (await Promise.allSettled(lanes)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function lane(deps: WriteDeps, target: IndexTarget, signal: AbortSignal): Promise<void> {
  for (let pressed = 0; !signal.aborted; ) {
    const batch = await deps.queue.claim(target.name, { limit: BATCH, leaseMs: LEASE_MS })
    if (!batch) return
    pressed = (await writeBatch(deps, batch, signal)) ? pressed + 1 : 0
    if (pressed > 0)
      await delay(Math.random() * Math.min(MAX_PAUSE_MS, 100 * 2 ** pressed), undefined, { signal })
  }
}
