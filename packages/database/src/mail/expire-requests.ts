import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** Removes requests that nobody confirmed in three days, with their links; returns how many. */
export async function expireRequests(db: Database): Promise<number> {
  const { rows } = await sql`
    with old as (
      select id from subscribers where state = 'pending' and created_at < now() - interval '3 days' for update),
      links as (delete from subscriber_links where subscriber_id in (select id from old))
    delete from subscribers where id in (select id from old) returning id`.execute(db)
  await db
    .deleteFrom('confirmations')
    .where('expires_at', '<', sql<Date>`now() - interval '30 days'`)
    .execute()
  return rows.length
}
