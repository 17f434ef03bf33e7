import type { Reject } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { leaseEnd } from './lease-end.ts'
import type { DB } from './schema.ts'
import { splitFence } from './split-fence.ts'
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

export function archiveStore(db: Database): ArchiveStore {
  const fenced = splitFence(db)
  return {
    addMember: (claim, { seq, childId }, leaseMs) =>
      fenced(claim, async (tx) => {
        await sql`
          insert into dump_members (parent_id, seq, child_id) values (${claim.dumpId}, ${seq}, ${childId})
          on conflict (parent_id, seq) do update set child_id = excluded.child_id`.execute(tx)
        await sql`
          update dumps set split_lease_until = ${leaseEnd(leaseMs)}, status = 'splitting'
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
