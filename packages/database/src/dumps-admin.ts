import type { Dump } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { lockMembers, lockOwnMembers } from './dump-family.ts'
import { dumpsRead } from './dumps-read.ts'
import { beginRejects } from './rejects/begin-rejects.ts'
import type { DB } from './schema.ts'

/** Puts a dump back to where only its bytes are there; its appearances stay until the new run writes them again. */
export async function restartDump(tx: Transaction<DB>, id: string): Promise<void> {
  await tx.deleteFrom('chunks').where('dump_id', '=', id).execute()
  await tx.deleteFrom('rejects').where('dump_id', '=', id).execute()
  await tx
    .updateTable('dump_days')
    .set({ applied: false })
    .where('dump_id', '=', id)
    .where('first', '=', false)
    .execute()
  await tx
    .updateTable('dumps')
    .set({
      status: 'received',
      error_code: null,
      error_message: null,
      run: sql`run + 1`,
      split_lease_until: null,
      split_done: false,
      closed: false,
      finished_at: null,
      started_at: null,
      undoing: false,
      rejects_from: null,
    })
    .where('id', '=', id)
    .execute()
}

export type DumpsAdmin = {
  /** Parses the stored bytes again as a new run; null when there is no such dump. Announce `dump.split` after it. */
  replay(id: string): Promise<Dump | null>
  /**
   * Asks for the records that were rejected, and no others, to be parsed again. Null when there is no such dump;
   * throws CONFLICT when it is not done. Announce `dump.rejects` for each of `dumpIds`: the dump, or files of the archive.
   */
  replayRejects(id: string): Promise<{ dump: Dump; dumpIds: string[] } | null>
  /**
   * Begins to take a dump back: work on it ends here, `dump.undo` does the rest. `undone`: it was taken back
   * before. Null when there is no such dump.
   */
  undo(id: string): Promise<{ dump: Dump; undone: boolean } | null>
}

export function dumpsAdmin(db: Database): DumpsAdmin {
  return {
    async replay(id) {
      await db.transaction().execute(async (tx) => {
        const dump = await tx
          .selectFrom('dumps')
          .select('id')
          .where('id', '=', id)
          .forNoKeyUpdate()
          .executeTakeFirst()
        if (!dump) return
        await restartDump(tx, id)
        for (const member of await lockMembers(tx, id)) await restartDump(tx, member)
      })
      return dumpsRead(db).get(id)
    },

    async replayRejects(id) {
      const begun = await db.transaction().execute((tx) => beginRejects(tx, id))
      const dump = await dumpsRead(db).get(id)
      return begun && dump && { dump, ...begun }
    },

    async undo(id) {
      const undone = await db.transaction().execute((tx) => beginUndo(tx, id))
      const dump = await dumpsRead(db).get(id)
      return dump && { dump, undone }
    },
  }
}

/** An archive takes its members with it. True when nothing is left to do. */
async function beginUndo(tx: Transaction<DB>, id: string): Promise<boolean> {
  const undone = await beginOne(tx, id)
  if (!undone) for (const member of await lockOwnMembers(tx, id)) await beginOne(tx, member)
  return undone
}

/** As a new run, so that whoever splits or parses the dump now loses it. True when nothing is left to do. */
async function beginOne(tx: Transaction<DB>, id: string): Promise<boolean> {
  const dump = await tx
    .selectFrom('dumps')
    .select(['error_code', 'undoing'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (dump?.error_code === 'UNDONE') return true
  if (!dump || dump.undoing) return false
  await restartDump(tx, id)
  await tx.updateTable('dumps').set({ status: 'processing', undoing: true }).where('id', '=', id).execute()
  return false
}
