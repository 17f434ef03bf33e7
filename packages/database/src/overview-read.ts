import type { DumpStatus } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'

/** What an operator wants to know first. */
export type Overview = {
  papers: number
  dumps: Record<DumpStatus, number>
  /** Of the dumps that ended within the last 24 hours. */
  lastDay: { dumps: number; records: number; rejected: number }
  /** Changes that the live search index has not got yet, and how long the oldest has waited. */
  index: { waiting: number; oldestMs: number | null; refused: number; rebuilding: boolean }
  /** Deliveries of all days that an operator has to decide about. */
  held: number
}

export async function readOverview(db: Database): Promise<Overview> {
  const { rows } = await sql<Overview>`
    select (select count(*) from papers where deleted_at is null) as papers,
      (select jsonb_build_object(
        'received', count(*) filter (where status = 'received'),
        'splitting', count(*) filter (where status = 'splitting'),
        'processing', count(*) filter (where status = 'processing'),
        'done', count(*) filter (where status = 'done'),
        'failed', count(*) filter (where status = 'failed')) from dumps) as dumps,
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
      (select count(*) from deliveries where state = 'unknown') as held`.execute(db)
  const [row] = rows
  if (!row) throw new Error('A select without a table has one row.')
  return row
}
