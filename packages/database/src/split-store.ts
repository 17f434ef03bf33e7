import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { readBytes } from './dump-bytes.ts'
import { leaseEnd } from './lease-end.ts'
import type { DB } from './schema.ts'
import { splitFence } from './split-fence.ts'

/** A dump that this worker may split, until the lease ends. `epoch` is the fence: later claims have a higher one. */
export type SplitClaim = {
  dumpId: string
  run: number
  epoch: number
  formatAsked: string
  filename: string | null
  /** The day asked for or found by an earlier run. */
  date: string | null
  receivedAt: Date
  bytes: AsyncGenerator<Uint8Array>
}

export type SplitStore = {
  /** Null when the dump is split already, failed, or at work elsewhere. */
  claim(dumpId: string, leaseMs: number): Promise<SplitClaim | null>
  /** The format and the day are known: the first records follow. False when the claim was lost. */
  begin(claim: SplitClaim, found: { format: string; date: string }): Promise<boolean>
  /** Adds a chunk once, however often it is asked to, and renews the lease. False when the claim was lost. */
  addChunk(
    claim: SplitClaim,
    chunk: { seq: number; records: number; payload: Uint8Array },
    leaseMs: number,
  ): Promise<boolean>
  /** How many chunks of this run wait to be parsed. */
  openChunks(claim: SplitClaim): Promise<number>
  /** Renews the lease; false when the claim was lost. */
  renew(claim: SplitClaim, leaseMs: number): Promise<boolean>
  finish(claim: SplitClaim): Promise<boolean>
  fail(claim: SplitClaim, error: { code: string; message: string }): Promise<boolean>
  /** Gives the claim back, so that the next attempt need not wait for the lease to end. */
  release(claim: SplitClaim): Promise<void>
}

export function splitStore(db: Database): SplitStore {
  const fenced = splitFence(db)
  const set = (tx: Transaction<DB>, claim: SplitClaim) =>
    tx.updateTable('dumps').where('id', '=', claim.dumpId)
  const renew = (tx: Transaction<DB>, claim: SplitClaim, leaseMs: number) =>
    set(tx, claim)
      .set({ split_lease_until: leaseEnd(leaseMs) })
      .execute()

  return {
    claim: (dumpId, leaseMs) => claimSplit(db, dumpId, leaseMs),

    begin: (claim, found) =>
      fenced(claim, async (tx) => {
        await set(tx, claim).set({ status: 'splitting', format: found.format, date: found.date }).execute()
        await tx
          .deleteFrom('dump_days')
          .where('dump_id', '=', claim.dumpId)
          .where('first', '=', true)
          .execute()
        await tx
          .insertInto('dump_days')
          .values({
            dump_id: claim.dumpId,
            date: found.date,
            first: true,
            applied: true,
            received_at: claim.receivedAt,
          })
          .onConflict((conflict) =>
            conflict.columns(['dump_id', 'date']).doUpdateSet({ first: true, applied: true }),
          )
          .execute()
      }),

    addChunk: (claim, chunk, leaseMs) =>
      fenced(claim, async (tx) => {
        await tx
          .insertInto('chunks')
          .values({
            dump_id: claim.dumpId,
            run: claim.run,
            seq: chunk.seq,
            records: chunk.records,
            payload: Buffer.from(chunk.payload),
          })
          .onConflict((conflict) => conflict.columns(['dump_id', 'run', 'seq']).doNothing())
          .execute()
        await renew(tx, claim, leaseMs)
      }),

    async openChunks(claim) {
      const { open } = await db
        .selectFrom('chunks')
        .select(sql<number>`count(*)`.as('open'))
        .where('dump_id', '=', claim.dumpId)
        .where('run', '=', claim.run)
        .where('done', '=', false)
        .executeTakeFirstOrThrow()
      return open
    },

    renew: (claim, leaseMs) => fenced(claim, (tx) => renew(tx, claim, leaseMs)),

    finish: (claim) =>
      fenced(claim, (tx) =>
        set(tx, claim).set({ status: 'processing', split_done: true, split_lease_until: null }).execute(),
      ),

    fail: (claim, error) =>
      fenced(claim, (tx) =>
        set(tx, claim)
          .set({
            status: 'failed',
            error_code: error.code,
            error_message: error.message,
            split_lease_until: null,
            finished_at: sql`now()`,
          })
          .execute(),
      ),

    async release(claim) {
      await fenced(claim, (tx) => set(tx, claim).set({ split_lease_until: null }).execute())
    },
  }
}

async function claimSplit(db: Database, dumpId: string, leaseMs: number): Promise<SplitClaim | null> {
  const dump = await db
    .updateTable('dumps')
    .set({
      split_epoch: sql`split_epoch + 1`,
      split_lease_until: leaseEnd(leaseMs),
      started_at: sql`coalesce(started_at, now())`,
    })
    .where('id', '=', dumpId)
    .where('split_done', '=', false)
    .where('status', 'in', ['received', 'splitting'])
    .where((eb) =>
      eb.or([eb('split_lease_until', 'is', null), eb('split_lease_until', '<', sql<Date>`now()`)]),
    )
    .returning(['run', 'split_epoch', 'format_asked', 'filename', 'date', 'received_at', 'blob_id'])
    .executeTakeFirst()
  if (!dump) return null
  return {
    dumpId,
    run: dump.run,
    epoch: dump.split_epoch,
    formatAsked: dump.format_asked,
    filename: dump.filename,
    date: dump.date,
    receivedAt: dump.received_at,
    bytes: readBytes(db, dump.blob_id),
  }
}
