import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

export type DatedOptions = {
  /** Inclusive moments. */
  from?: Date
  to?: Date
  order?: 'ascending' | 'descending'
}

/** When a paper came out: known of those with an arXiv id, else when it was first seen. */
const submitted = sql`case when arxiv_id is null then first_seen_at else coalesce(published_at, first_seen_at) end`

/** Of these papers those submitted between the bounds, by that time; without `order` as they were given. */
export async function datedIds(
  db: Database,
  ids: string[],
  { from, to, order }: DatedOptions,
): Promise<string[]> {
  const direction = order === 'ascending' ? sql`asc` : sql`desc`
  const { rows } = await sql<{ id: string }>`
    select p.id from unnest(${ids}::text[]) with ordinality as given(id, place) join papers p on p.id = given.id
    where p.deleted_at is null
      and (${from ?? null}::timestamptz is null or ${submitted} >= ${from ?? null}::timestamptz)
      and (${to ?? null}::timestamptz is null or ${submitted} <= ${to ?? null}::timestamptz)
    order by ${order ? sql`${submitted} ${direction}, ` : sql``}given.place`.execute(db)
  return rows.map(({ id }) => id)
}
