import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { runAtEnd } from './run-at-end.ts'
import type { DB } from './schema.ts'

/** A source took back the record of this id (`arxiv:…`, `doi:…`), as of that time. */
export type WithdrawalRow = {
  dumpId: string
  run: number
  ordinal: number
  position: string
  key: string
  at: Date
}

/**
 * Who writes what papers say takes this lock shared, who writes withdrawals takes it alone: a record and the
 * withdrawal of its id that arrive at the same moment would else not see each other. Taken before any row.
 */
const WITHDRAWALS_LOCK = 7_266_005
export const shareWithdrawals = (tx: Transaction<DB>) =>
  sql`select pg_advisory_xact_lock_shared(${sql.lit(WITHDRAWALS_LOCK)})`.execute(tx)
export const changeWithdrawals = (tx: Transaction<DB>) =>
  sql`select pg_advisory_xact_lock(${sql.lit(WITHDRAWALS_LOCK)})`.execute(tx)

/** Withdrawals within the transaction that makes papers follow them. */
export function withdrawalWriter(tx: Transaction<DB>) {
  return {
    async insert(rows: WithdrawalRow[]): Promise<void> {
      if (rows.length === 0) return
      await sql`
        insert into withdrawals (dump_id, run, ordinal, position, key, at)
        select r."dumpId", r.run, r.ordinal, r.position, r.key, r.at
        from json_to_recordset(${JSON.stringify(rows)}::json) as r("dumpId" text, run integer, ordinal bigint,
          position text, key text, at timestamptz)
        on conflict (dump_id, ordinal, key) do update
          set run = excluded.run, position = excluded.position, at = excluded.at`.execute(tx)
    },

    /** When each of these ids was withdrawn last, as ISO 8601; those that never were are not there. */
    async latest(keys: string[]): Promise<Map<string, string>> {
      if (keys.length === 0) return new Map()
      const { rows } = await sql<{ key: string; at: Date }>`
        select key, max(at) as at from withdrawals where key = any(${keys}::text[]) group by key`.execute(tx)
      return new Map(rows.map(({ key, at }) => [key, at.toISOString()]))
    },

    /** What a dump withdrew of these ids is withdrawn by it no longer. */
    async remove(dumpId: string, keys: string[]): Promise<void> {
      if (keys.length === 0) return
      await sql`delete from withdrawals where dump_id = ${dumpId} and key = any(${keys}::text[])`.execute(tx)
    },

    /** Removes what only an earlier run of the dump withdrew, so many records at a time; returns the ids. */
    async removeOutdated(dumpId: string, limit: number): Promise<string[]> {
      const { rows } = await sql<{ key: string }>`
        delete from withdrawals w where w.dump_id = ${dumpId} and (w.ordinal, w.key) in (
          ${outdated(dumpId)} order by w.ordinal limit ${limit}) returning key`.execute(tx)
      return [...new Set(rows.map(({ key }) => key))]
    },
  }
}

export type WithdrawalWriter = ReturnType<typeof withdrawalWriter>

/** A run that is at its end has said all that the dump withdraws; what is left of the runs before it is not so. */
const outdated = (dumpId: string) => sql`
  select w.ordinal, w.key from dumps d join withdrawals w on w.dump_id = d.id and w.run < d.run
  where d.id = ${dumpId} and d.run > 1 and ${runAtEnd}`

export async function hasOutdatedWithdrawals(db: Database, dumpId: string): Promise<boolean> {
  const { rows } = await sql`${outdated(dumpId)} limit 1`.execute(db)
  return rows.length > 0
}
