import type { OperatorAct } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'

/** What operators did, kept for more than a year: it is little, and asked for when something is wrong. */
export type ActLog = {
  note(act: Omit<OperatorAct, 'id' | 'at'>): Promise<void>
  /** Newest first. */
  list(options: {
    limit: number
    cursor?: string
  }): Promise<{ items: OperatorAct[]; nextCursor: string | null }>
  /** Removes what is older than that, some of it at a time. */
  forget(): Promise<void>
}

const KEPT = sql`interval '400 days'`
const FORGOTTEN_AT_ONCE = 1_000

export function actLog(db: Database): ActLog {
  return {
    async note(act) {
      await db.insertInto('operator_acts').values(act).execute()
    },

    async list({ limit, cursor }) {
      const before = cursor ? Number(decodeCursor(cursor, 1)[0]) : null
      const rows = await db
        .selectFrom('operator_acts')
        .selectAll()
        .$if(Number.isSafeInteger(before), (query) => query.where('id', '<', before))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      const items = rows.slice(0, limit).map((row) => ({
        ...row,
        at: row.at.toISOString(),
        via: row.via as OperatorAct['via'],
      }))
      return { items, nextCursor: rows.length > limit ? encodeCursor([String(items.at(-1)?.id)]) : null }
    },

    async forget() {
      // The oldest have the lowest ids, so the primary key finds them.
      await sql`
        delete from operator_acts
        where at < now() - ${KEPT}
          and id in (select id from operator_acts order by id limit ${FORGOTTEN_AT_ONCE})`.execute(db)
    },
  }
}
