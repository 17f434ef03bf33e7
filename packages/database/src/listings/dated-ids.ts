import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

export type DatedOptions = {
  /** Inclusive moments; null is open. */
  from?: Date | null
  to?: Date | null
  order?: 'ascending' | 'descending'
  limit: number
  offset: number
}

/** When a paper came out: known of those with an arXiv id, else when it was first seen. */
const submitted = sql`case when p.arxiv_id is null then p.first_seen_at else coalesce(p.published_at, p.first_seen_at) end`

/**
 * Of these papers (null: of all) those submitted between the bounds, by that time; without `order` as they
 * were given. `total` counts all of them, `ids` are those of the page.
 */
export async function datedIds(
  db: Database,
  ids: string[] | null,
  { from = null, to = null, order, limit, offset }: DatedOptions,
): Promise<{ total: number; ids: string[] }> {
  const given = ids
    ? sql`unnest(${ids}::text[]) with ordinality as given(id, place) join papers p on p.id = given.id`
    : sql`papers p`
  const place = ids ? sql`given.place` : sql`0`
  const by = order ? sql`at ${order === 'ascending' ? sql`asc` : sql`desc`}, ` : sql``
  const { rows } = await sql<{ total: number; ids: string[] }>`
    with found as (
      select p.id, ${submitted} as at, ${place} as place from ${given}
      where p.deleted_at is null
        and (${from}::timestamptz is null or ${submitted} >= ${from}::timestamptz)
        and (${to}::timestamptz is null or ${submitted} <= ${to}::timestamptz))
    select (select count(*) from found) as total,
      array(select id from found order by ${by}place, id limit ${limit} offset ${offset}) as ids`.execute(db)
  return rows[0] ?? { total: 0, ids: [] }
}
