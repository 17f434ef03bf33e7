import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { hashEmail } from './link-tokens.ts'
import type { SubscriberQuery, SubscriberRow } from './mail-operators.ts'
import type { Wants } from './subscriptions.ts'

/** What somebody who has not confirmed yet has asked for last; the row itself has only what holds. */
const askedFor = sql<Wants | null>`(
  select c.wants from confirmations c where s.state = 'pending' and c.subscriber_id = s.id
  order by c.created_at desc limit 1)`

/** By address, a page of `limit`. */
export async function readSubscribers(
  db: Database,
  { limit, cursor, q, state }: SubscriberQuery,
): Promise<{ items: SubscriberRow[]; nextCursor: string | null }> {
  const after = cursor ? (decodeCursor(cursor, 1)[0] ?? '') : ''
  const rows = await db
    .selectFrom('subscribers as s')
    .selectAll('s')
    .select(
      sql<(string | null)[]>`array(select query from topics t where t.subscriber_id = s.id)`.as('topics'),
    )
    .select(askedFor.as('asked'))
    .where('s.email_key', '>', after)
    .$if(q !== undefined, (query) =>
      query.where(sql<boolean>`(strpos(s.email_key, lower(${q})) > 0 or s.id = ${q})`),
    )
    .$if(state !== undefined, (query) => query.where('s.state', '=', state ?? ''))
    .orderBy('s.email_key')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const hashes = page.map((row) => hashEmail(row.email_key))
  const { rows: blocked } = await sql<{ email_hash: string; reason: string }>`
    select email_hash, reason from suppressions where email_hash = any(${hashes}::text[])`.execute(db)
  const reasons = new Map(blocked.map((row) => [row.email_hash, row.reason]))
  return {
    items: page.map((row) => ({
      id: row.id,
      email: row.email,
      state: row.state as SubscriberRow['state'],
      suppressed: reasons.get(hashEmail(row.email_key)) ?? null,
      ...(row.asked ?? {
        topics: row.topics,
        timeZone: row.time_zone,
        hour: row.hour,
        frequency: row.frequency as 'daily' | 'weekly',
        weekdays: row.weekdays,
        maxPapers: row.max_papers,
      }),
      pausedUntil: row.paused_until,
      source: row.source,
      createdAt: row.created_at.toISOString(),
      confirmedAt: row.confirmed_at?.toISOString() ?? null,
    })),
    nextCursor: rows.length > limit ? encodeCursor([page.at(-1)?.email_key ?? '']) : null,
  }
}
