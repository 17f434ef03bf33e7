import type { DumpStatus } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'

/** What an operator wants to know first. */
export type Overview = {
  papers: number
  /** `undone`: they have failed as well for programs, but nothing is wrong with them. */
  dumps: Record<DumpStatus | 'undone', number>
  /** Of the dumps that ended within the last 24 hours. */
  lastDay: { dumps: number; records: number; rejected: number }
  /** Changes that the live search index has not got yet, and how long the oldest has waited. */
  index: { waiting: number; oldestMs: number | null; refused: number; rebuilding: boolean }
  /** Records of the dumps that ended in each of the last 24 hours, the oldest first. */
  hours: { hour: string; records: number }[]
  /** Days with deliveries that an operator has to decide about, the newest first. */
  held: { date: string; count: number }[]
}

export async function readOverview(db: Database): Promise<Overview> {
  const { rows } = await sql<Overview>`
    select (select count(*) from papers where deleted_at is null) as papers,
      (select jsonb_build_object(
        'received', count(*) filter (where status = 'received'),
        'splitting', count(*) filter (where status = 'splitting'),
        'processing', count(*) filter (where status = 'processing'),
        'done', count(*) filter (where status = 'done'),
        'failed', count(*) filter (where status = 'failed' and error_code is distinct from 'UNDONE'),
        'undone', count(*) filter (where status = 'failed' and error_code = 'UNDONE')) from dumps) as dumps,
      (select jsonb_build_object(
        'dumps', count(distinct d.id),
        'records', coalesce(sum(c.created + c.updated + c.unchanged + c.rejected), 0),
        'rejected', coalesce(sum(c.rejected), 0))
        from dumps d left join chunks c on c.dump_id = d.id and c.run = d.run
        where d.finished_at > now() - interval '24 hours') as "lastDay",
      (select jsonb_build_object(
        'waiting', count(*),
        'oldestMs', round(extract(epoch from now() - min(q.queued_at)) * 1000),
        'refused', (select count(*) from index_rejects r join index_targets t on t.name = r.target where t.state = 'live'),
        'rebuilding', exists (select 1 from index_targets where state = 'building')
          or exists (select 1 from settings where name = 'rebuild'))
        from index_queue q join index_targets t on t.name = q.target where t.state = 'live') as index,
      (select coalesce(jsonb_agg(jsonb_build_object('hour', hour, 'records', records) order by hour), '[]') from (
        select to_char(h at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as hour,
          coalesce(sum(c.created + c.updated + c.unchanged + c.rejected), 0) as records
        from generate_series(date_trunc('hour', now()) - interval '23 hours', now(), interval '1 hour') h
          left join dumps d on d.finished_at >= h and d.finished_at < h + interval '1 hour'
          left join chunks c on c.dump_id = d.id and c.run = d.run group by h) by_hour) as hours,
      (select coalesce(jsonb_agg(jsonb_build_object('date', date, 'count', count) order by date desc), '[]') from (
        select i.date, count(*) from deliveries d join issues i on i.id = d.issue_id
        where d.state = 'unknown' group by i.date) by_day) as held`.execute(db)
  const [row] = rows
  if (!row) throw new Error('A select without a table has one row.')
  return row
}
