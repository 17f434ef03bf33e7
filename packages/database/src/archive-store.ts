import type { Reject } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import type { DB } from './schema.ts'
import type { SplitClaim } from './split-store.ts'

export type ArchiveStore = {
  /** A file of the archive is stored as that dump. False when the claim was lost. */
  addMember(claim: SplitClaim, member: { seq: number; childId: string }, leaseMs: number): Promise<boolean>
  /**
   * All files are read; `refused` are those that became no dump. The archive is done when all its members
   * have ended. False when the claim was lost.
   */
  finish(
    claim: SplitClaim,
    found: { format: string; members: number; refused: (Reject & { ordinal: number })[] },
  ): Promise<boolean>
}

/** The dump itself and, if it is an archive, its members. */
export const familyOf = (id: ReturnType<typeof sql.ref> | ReturnType<typeof sql.val>) =>
  sql`(select ${id} union select m.child_id from dump_members m where m.parent_id = ${id})`

export function archiveStore(db: Database): ArchiveStore {
  const fenced = (claim: SplitClaim, change: (tx: Transaction<DB>) => Promise<unknown>) =>
    db.transaction().execute(async (tx) => {
      const held = await tx
        .selectFrom('dumps')
        .select('id')
        .where('id', '=', claim.dumpId)
        .where('run', '=', claim.run)
        .where('split_epoch', '=', claim.epoch)
        .where('split_done', '=', false)
        .forNoKeyUpdate()
        .executeTakeFirst()
      if (held) await change(tx)
      return held !== undefined
    })
  return {
    addMember: (claim, { seq, childId }, leaseMs) =>
      fenced(claim, async (tx) => {
        await sql`
          insert into dump_members (parent_id, seq, child_id) values (${claim.dumpId}, ${seq}, ${childId})
          on conflict (parent_id, seq) do update set child_id = excluded.child_id`.execute(tx)
        await sql`
          update dumps set split_lease_until = now() + ${leaseMs} * interval '1 millisecond', status = 'splitting'
          where id = ${claim.dumpId}`.execute(tx)
      }),

    finish: (claim, { format, members, refused }) =>
      fenced(claim, async (tx) => {
        const { dumpId, run } = claim
        await sql`delete from dump_members where parent_id = ${dumpId} and seq >= ${members}`.execute(tx)
        await addRefused(tx, claim, refused)
        await tx
          .updateTable('dumps')
          .set({ format, status: 'processing', split_done: true, closed: true, split_lease_until: null })
          .where('id', '=', dumpId)
          .where('run', '=', run)
          .execute()
      }),
  }
}

/** They count like records that were rejected, so that every file of the archive is accounted for. */
async function addRefused(
  tx: Transaction<DB>,
  { dumpId, run }: SplitClaim,
  refused: (Reject & { ordinal: number })[],
): Promise<void> {
  if (refused.length === 0) return
  const count = refused.length
  await tx
    .insertInto('chunks')
    .values({ dump_id: dumpId, run, seq: 0, records: count, rejected: count, done: true })
    .execute()
  await tx
    .insertInto('rejects')
    .values(refused.map((reject) => ({ ...reject, dump_id: dumpId })))
    .execute()
}
