import type { Paper } from '@paperboy/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from './create-database.ts'
import { type PaperColumns, paperColumns } from './paper-columns.ts'
import { rankColumn, toPaper } from './papers-read.ts'

type ListOptions = { limit: number; before?: string; after?: string }

export type DigestsRead = {
  /**
   * Days that have a digest, newest first, with the number of papers in it: the newest of all, those next before
   * a day, or those next after one.
   */
  list(options: ListOptions): Promise<{ date: string; papers: number }[]>
  /**
   * The day's ranked papers by their best rank of that day (ties by time of receipt), then the unranked
   * papers first seen that day. Null when the day has none.
   */
  byDate(date: string, options: { limit: number; offset?: number }): Promise<Paper[] | null>
}

/**
 * The last day before `date` on which something was ranked or first seen. From day to day by the index, so that
 * the newest days cost the same however many there are; postgres stops as soon as it has enough of them.
 */
const dayBefore = (date: RawBuilder<unknown>) => sql`greatest(
  (select max(a.date) from appearances a where a.rank is not null and a.date < ${date}::date),
  (select (max(p.first_seen_at) at time zone 'UTC')::date from papers p
    where p.deleted_at is null and p.first_seen_at < ${date}::date::timestamp at time zone 'UTC'))`

const dayAfter = (date: RawBuilder<unknown>) => sql`least(
  (select min(a.date) from appearances a where a.rank is not null and a.date > ${date}::date),
  (select (min(p.first_seen_at) at time zone 'UTC')::date from papers p
    where p.deleted_at is null and p.first_seen_at >= (${date}::date + 1)::timestamp at time zone 'UTC'))`

/** First seen on a day, as a range of the index. */
const seenOn = (
  date: RawBuilder<unknown>,
) => sql`(p.first_seen_at >= ${date}::date::timestamp at time zone 'UTC'
  and p.first_seen_at < (${date}::date + 1)::timestamp at time zone 'UTC')`

export function digestsRead(db: Database, now: () => Date = () => new Date()): DigestsRead {
  return {
    async list({ limit, before, after }) {
      const next = after === undefined ? dayBefore : dayAfter
      const day = sql.ref('days.date')
      const from = sql`${after ?? before ?? 'infinity'}`
      const { rows } = await sql<{ date: string; papers: number }>`
        with recursive days as (
          select ${next(from)} as date
          union all select ${next(day)} from days where days.date is not null)
        select date, papers from (select days.date, counted.papers from days, lateral (
          select (select count(*) from papers p where p.deleted_at is null and ${seenOn(day)})
            + (select count(distinct a.paper_id) from appearances a join papers p on p.id = a.paper_id
               where a.date = ${day} and a.rank is not null and p.deleted_at is null and not (${seenOn(day)})) as papers) as counted
        where counted.papers > 0 limit ${limit}) as newest order by date desc`.execute(db)
      return rows
    },

    async byDate(date, { limit, offset = 0 }) {
      const columns = sql.join(paperColumns.map((column) => sql.ref(`papers.${column}`)))
      const { rows } = await sql<PaperColumns & { rank: number | null }>`
        with ranked as (
          select distinct on (a.paper_id) a.paper_id, a.rank as place, a.ordinal,
            coalesce(y.received_at, a.seen_at) as received
          from appearances a left join dump_days y on y.dump_id = a.dump_id and y.date = a.date
          where a.date = ${date}::date and a.rank is not null
          order by a.paper_id, place, received, a.ordinal)
        select ${columns}, ${rankColumn} as rank
        from papers left join ranked on ranked.paper_id = papers.id
        where papers.deleted_at is null and (ranked.paper_id is not null
          or (papers.first_seen_at >= ${date}::date::timestamp at time zone 'UTC'
              and papers.first_seen_at < (${date}::date + 1)::timestamp at time zone 'UTC'))
        order by ranked.place nulls last, ranked.received, ranked.ordinal, papers.first_seen_at, papers.id
        limit ${limit} offset ${offset}`.execute(db)
      if (rows.length === 0 && offset === 0) return null
      return rows.map((row) => toPaper(row, now()))
    },
  }
}
