import type { Paper } from '@paperboy/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { type PaperColumns, paperColumns } from '../paper-columns.ts'
import { rankColumn, toPaper } from '../papers-read.ts'

/** A paper on the latest of the days asked for; `submitter` is what its record said of who brought it there. */
export type DailyPaper = { paper: Paper; day: string; submitter: unknown }

export type DailyOptions = {
  /** Inclusive, YYYY-MM-DD. */
  from: string
  to: string
  /** `day`: the newest day first, each in the order of its digest. */
  sort: 'day' | 'trending'
  /** The user name in the record, or null for papers of which no record names one. */
  submitter?: string | null
  limit: number
  offset: number
}

const columns = sql.join(paperColumns.map((column) => sql.ref(`papers.${column}`)))
/** Hugging Face's daily papers name who submitted them, as an object or as a bare name. */
const submitter = sql`coalesce(f.facts->'extra'->'submittedOnDailyBy', f.facts->'extra'->'submittedBy')`
const submitterName = sql`coalesce(found.submitter->>'user', found.submitter->>'name', found.submitter #>> '{}')`

const receipt = sql`coalesce(y.received_at, a.seen_at)`
/** Of the appearance that counts for a day: the best one, of those the one received first. */
const best = (column: RawBuilder<unknown>) =>
  sql`(array_agg(${column} order by a.rank, ${receipt}, a.ordinal))[1]`

const orders = {
  day: sql`found.day desc, found.place nulls last, found.received, found.ordinal, papers.first_seen_at, papers.id`,
  trending: sql`papers.trending desc, found.place nulls last, papers.id`,
}

/** The digests of several days as one list, each paper once. */
export async function readDaily(db: Database, options: DailyOptions, now: Date): Promise<DailyPaper[]> {
  const { from, to, sort, limit, offset } = options
  const { rows } = await sql<PaperColumns & { rank: number | null; day: string; submitter: unknown }>`
    with ranked as (
      select a.paper_id, a.date as day, min(a.rank) as place,
        ${best(receipt)} as received, ${best(sql`a.ordinal`)} as ordinal,
        (array_agg(${submitter} order by a.rank) filter (where ${submitter} is not null))[1] as submitter
      from appearances a left join paper_facts f on f.paper_id = a.paper_id and f.hash = a.facts_hash
        left join dump_days y on y.dump_id = a.dump_id and y.date = a.date
      where a.rank is not null and a.date between ${from}::date and ${to}::date
      group by a.paper_id, a.date),
    unranked as (
      select p.id as paper_id, (p.first_seen_at at time zone 'UTC')::date as day from papers p
      where p.deleted_at is null and p.first_seen_at >= ${from}::date::timestamp at time zone 'UTC'
        and p.first_seen_at < (${to}::date + 1)::timestamp at time zone 'UTC'),
    every as (
      select paper_id, day, place, received, ordinal, submitter from ranked
      union all select paper_id, day, null, null, null, null from unranked),
    found as (
      select distinct on (paper_id) * from every order by paper_id, day desc, place nulls last)
    select ${columns}, ${rankColumn} as rank, found.day, found.submitter
    from found join papers on papers.id = found.paper_id
    where papers.deleted_at is null ${bySubmitter(options.submitter)}
    order by ${orders[sort]} limit ${limit} offset ${offset}`.execute(db)
  return rows.map((row) => ({ paper: toPaper(row, now), day: row.day, submitter: row.submitter }))
}

function bySubmitter(name: string | null | undefined) {
  if (name === undefined) return sql``
  return name === null ? sql`and found.submitter is null` : sql`and ${submitterName} = ${name}`
}
