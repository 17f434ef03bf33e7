import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

export type DeliveryReason = { state: 'failed' | 'unknown' | 'retry'; reason: string; count: number }

const MAX_REASONS = 10

/** Why mails of a day did not go out: the reasons that are most frequent, with how often. */
export async function deliveryReasons(db: Database, date: string): Promise<DeliveryReason[]> {
  const { rows } = await sql<DeliveryReason>`
    select d.state, left(coalesce(nullif(d.error, ''), 'no reason known'), 200) as reason, count(*)::int as count
    from issues i join deliveries d on d.issue_id = i.id
    where i.date = ${date}::date and d.state in ('failed', 'unknown', 'retry')
    group by 1, 2 order by 3 desc, 1, 2 limit ${MAX_REASONS}`.execute(db)
  return rows
}
