import type { JobPayload } from '@paperboy/contracts'
import type { UndoStore } from '@paperboy/database'
import type { JobQueue } from '@paperboy/queue'
import type { Log } from '@paperboy/service-kit'
import { retryConflicts } from '../retry-conflicts.ts'
import { takeBack } from './take-back.ts'

type Deps = { undos: UndoStore; queue: Pick<JobQueue, 'send'>; log: Log; now?: () => Date; papers?: number }

/** A batch takes a second or two; a killed parser's undo goes on after this. */
const LEASE_MS = 15_000
const PAPERS_A_STEP = 500

/** The handler of `dump.undo`: removes what only this dump brought, batch by batch, until nothing is left. */
export function undoDump(deps: Deps) {
  const { undos, queue, log, now = () => new Date(), papers = PAPERS_A_STEP } = deps
  return async ({ dumpId }: JobPayload<'dump.undo'>, { signal }: { signal: AbortSignal }): Promise<void> => {
    const claim = await undos.claim(dumpId, LEASE_MS)
    if (!claim) return
    try {
      for (let steps = 1; ; steps++) {
        signal.throwIfAborted()
        const step = await retryConflicts(() =>
          undos.step(claim, { papers, leaseMs: LEASE_MS }, (tx, part) => takeBack(tx, dumpId, part, now())),
        )
        if (step === 'more') continue
        // The sweeper announces it again.
        if (step === 'wait') return await undos.release(claim)
        log.info({ dumpId, steps }, step === 'done' ? 'dump undone' : 'undo given up for a newer run')
        break
      }
    } catch (error) {
      await undos.release(claim).catch(() => {})
      throw error
    }
    await queue.send('index.pending', {}, { key: 'index' })
  }
}
