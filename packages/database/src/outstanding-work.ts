import type { JobName, JobPayload } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'
import { runAtEnd } from './run-at-end.ts'

export type OutstandingJob = {
  [N in JobName]: { name: N; payload: JobPayload<N>; key: string; first?: boolean }
}[JobName]

/** So many of a kind are announced in one sweep; the rest follows in the next. */
const MAX_OF_A_KIND = 2_000

/**
 * Everything that Postgres knows to be undone and that nobody holds a lease on, as jobs to announce
 * again. A lost queue costs the time until this is asked, nothing else.
 */
export async function outstandingJobs(db: Database): Promise<OutstandingJob[]> {
  const splits = await sql<{ id: string }>`
    select id from dumps where status in ('received', 'splitting') and not split_done
      and (split_lease_until is null or split_lease_until < now())
    order by received_at limit ${MAX_OF_A_KIND}`.execute(db)
  // A split dump without open chunks is closed by the parser when its last chunk is announced again.
  const chunks = await sql<{ dump_id: string; run: number; seq: number; begun: boolean }>`
    select c.dump_id, c.run, c.seq, c.attempts > 0 as begun from dumps d join chunks c on c.dump_id = d.id and c.run = d.run
    where d.status in ('splitting', 'processing') and not c.done
      and (c.lease_until is null or c.lease_until < now())
    union all
    select d.id, d.run, 0, false from dumps d where ${runAtEnd}
    order by dump_id, run, seq limit ${MAX_OF_A_KIND}`.execute(db)
  const days = await sql<{ id: string }>`
    select distinct d.id from dumps d join dump_days y on y.dump_id = d.id
    where d.closed and not y.applied limit ${MAX_OF_A_KIND}`.execute(db)
  const undos = await sql<{ id: string }>`
    select id from dumps where undoing and (split_lease_until is null or split_lease_until < now())
    limit ${MAX_OF_A_KIND}`.execute(db)
  const rejects = await sql<{ id: string }>`
    select id from dumps where rejects_from is not null and (split_lease_until is null or split_lease_until < now())
    limit ${MAX_OF_A_KIND}`.execute(db)
  const compares = await sql<{ id: string }>`
    select id from dumps where closed and compared_run is distinct from run
      and (compare_lease_until is null or compare_lease_until < now()) limit ${MAX_OF_A_KIND}`.execute(db)
  const tries = await sql<{ id: string }>`
    select id from dry_runs where answer is null and (lease_until is null or lease_until < now())
    limit ${MAX_OF_A_KIND}`.execute(db)
  const index = await sql<{ pending: boolean; rebuild: boolean }>`
    select exists (select 1 from index_queue where due_at <= now())
        or exists (select 1 from dumps where status = 'processing' and closed)
        or not exists (select 1 from index_targets where state = 'live' and filled) as pending,
      exists (select 1 from index_targets where state = 'building')
        or exists (select 1 from settings where name = 'rebuild') as rebuild`.execute(db)
  return [
    ...splits.rows.map(({ id }) => ({ name: 'dump.split', payload: { dumpId: id }, key: id }) as const),
    // Its parser died: it must not wait behind the whole rest of a large dump again.
    ...chunks.rows.map(({ dump_id: dumpId, run, seq, begun }) => {
      const key = `${dumpId}-${run}-${seq}`
      return { name: 'chunk.parse', payload: { dumpId, run, seq }, key, first: begun } as const
    }),
    ...days.rows.map(({ id }) => ({ name: 'dump.day', payload: { dumpId: id }, key: id }) as const),
    ...undos.rows.map(({ id }) => ({ name: 'dump.undo', payload: { dumpId: id }, key: id }) as const),
    ...rejects.rows.map(({ id }) => ({ name: 'dump.rejects', payload: { dumpId: id }, key: id }) as const),
    ...compares.rows.map(({ id }) => ({ name: 'dump.compare', payload: { dumpId: id }, key: id }) as const),
    ...tries.rows.map(({ id }) => ({ name: 'dump.try', payload: { dryRunId: id }, key: id }) as const),
    ...(index.rows[0]?.pending ? [{ name: 'index.pending', payload: {}, key: 'index' } as const] : []),
    ...(index.rows[0]?.rebuild ? [{ name: 'index.rebuild', payload: {}, key: 'rebuild' } as const] : []),
  ]
}
