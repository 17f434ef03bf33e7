import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** Removes those whose requests nobody confirmed in time; returns how many. Their links stay, as of all who left. */
export async function expireRequests(db: Database): Promise<number> {
  const { rows } = await sql`
    delete from subscribers s where state = 'pending' and created_at < now() - interval '3 days' and not exists (
      select 1 from confirmations c where c.subscriber_id = s.id and c.expires_at > now())
    returning id`.execute(db)
  await db
    .deleteFrom('confirmations')
    .where('expires_at', '<', sql<Date>`now() - interval '30 days'`)
    .execute()
  return rows.length
}
