import type { Dump } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { dumpsRead } from './dumps-read.ts'
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
    })
    .where('id', '=', id)
    .execute()
}

export type DumpsAdmin = {
  /** Parses the stored bytes again as a new run; null when there is no such dump. Announce `dump.split` after it. */
  replay(id: string): Promise<Dump | null>
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
        if (dump) await restartDump(tx, id)
      })
      return dumpsRead(db).get(id)
    },
  }
}
