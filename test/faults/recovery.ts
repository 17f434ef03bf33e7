import { waitFor } from '@paperboy/testkit'
import type { Truth } from './truth.ts'

const RESUMED_MS = 30_000

type Held = { seq: number; epoch: number }

/** The chunks that a parser holds just now. */
export function heldChunks(db: Truth, dumpId: string): Promise<Held[]> {
  return db.rows<Held>(
    'select seq, epoch from chunks where dump_id = $1 and not done and lease_until > now() order by seq',
    [dumpId],
  )
}

/** Resolves with the milliseconds until each of these chunks was taken up by somebody else. */
export async function untilResumed(db: Truth, dumpId: string, held: Held[]): Promise<number[]> {
  const since = performance.now()
  return Promise.all(
    held.map(async ({ seq, epoch }) => {
      await waitFor(
        async () => {
          const query = 'select 1 from chunks where dump_id = $1 and seq = $2 and epoch > $3'
          return (await db.rows(query, [dumpId, seq, epoch])).length > 0
        },
        { timeoutMs: RESUMED_MS, everyMs: 20, describe: `chunk ${seq} to be resumed` },
      )
      return Math.round(performance.now() - since)
    }),
  )
}
