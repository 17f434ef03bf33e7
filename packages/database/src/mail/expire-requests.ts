import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

const isOver = sql`s.state = 'pending' and s.created_at < now() - interval '3 days' and not exists (
  select 1 from confirmations c where c.subscriber_id = s.id and c.expires_at > now())`

/** Removes those whose requests nobody confirmed in time; returns how many. Their links stay, as of all who left. */
export async function expireRequests(db: Database): Promise<number> {
  const { rows } = await db.transaction().execute(async (tx) => {
    // Who is asking again just now is passed over; who has in between is seen by the statement that removes.
    const found = await sql<{ id: string }>`
      select id from subscribers s where ${isOver} for update skip locked`.execute(tx)
    const ids = found.rows.map(({ id }) => id)
    return sql`delete from subscribers s where id = any(${ids}::text[]) and ${isOver} returning id`.execute(
      tx,
    )
  })
  await db
    .deleteFrom('confirmations')
    .where('expires_at', '<', sql<Date>`now() - interval '30 days'`)
    .execute()
  return rows.length
}
