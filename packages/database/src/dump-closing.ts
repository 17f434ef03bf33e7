import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { queueForIndex, shareTargets } from './index-queue.ts'
import { runAtEnd } from './run-at-end.ts'
import type { DB } from './schema.ts'
import { rankedTrendingSql, unrankedTrendingSql } from './trending.ts'

export type DumpClosing = {
  /**
   * When the last chunk of a dump is parsed: gives its papers their ranks (`ranksByOrder`: by their
   * order in the dump, twins counted once; else as the records say). True when it did so just now.
   */
  close(dumpId: string, ranksByOrder: (format: string) => boolean): Promise<boolean>
  /** Adds the appearances of the further days that a closed dump was fed with. True when there were any. */
  applyDays(dumpId: string): Promise<boolean>
  /** Dumps that are closed and of which no paper waits for the live index, nor is missing in a new one. */
  finishable(): Promise<{ id: string; run: number }[]>
  /** Marks them done, unless they were started again meanwhile; returns those that are done now. */
  finish(dumps: { id: string; run: number }[]): Promise<string[]>
}

/** An archive is done when all its members have ended. */
const openMembers = sql`
  select 1 from dump_members m join dumps c on c.id = m.child_id
  where m.parent_id = d.id and c.status not in ('done', 'failed')`

export function dumpClosing(db: Database): DumpClosing {
  return {
    close: (dumpId, ranksByOrder) => db.transaction().execute((tx) => closeDump(tx, dumpId, ranksByOrder)),
    applyDays: (dumpId) => db.transaction().execute((tx) => applyDays(tx, dumpId)),

    async finishable() {
      const { rows } = await sql<{ id: string; run: number }>`
        select d.id, d.run from dumps d
        where d.status = 'processing' and d.closed
          and exists (select 1 from index_targets t where t.state = 'live' and t.filled)
          and not exists (select 1 from dump_days y where y.dump_id = d.id and not y.applied)
          and not exists (${openMembers})
          and not exists (
            select 1 from index_queue q join index_targets t on t.name = q.target and t.state = 'live'
            where exists (select 1 from appearances a where a.paper_id = q.paper_id and a.dump_id = d.id))
          and not exists (
            select 1 from withdrawals w join identities i on i.key = w.key
              join index_queue q on q.paper_id = i.paper_id
              join index_targets t on t.name = q.target and t.state = 'live' where w.dump_id = d.id)
        limit 100`.execute(db)
      return rows
    },

    async finish(dumps) {
      if (dumps.length === 0) return []
      const { rows } = await sql<{ id: string }>`
        update dumps d set status = 'done', finished_at = now()
        from json_to_recordset(${JSON.stringify(dumps)}::json) as r(id text, run integer)
        where d.id = r.id and d.run = r.run and d.status = 'processing' and d.closed
          and not exists (select 1 from dump_days y where y.dump_id = d.id and not y.applied)
          and not exists (${openMembers})
        returning d.id`.execute(db)
      const done = rows.map((row) => row.id)
      return [...done, ...(await finishArchives(db, done))]
    },
  }
}

/** Archives that waited for these members alone. */
async function finishArchives(db: Database, members: string[]): Promise<string[]> {
  if (members.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update dumps d set status = 'done', finished_at = now()
    where d.id in (select m.parent_id from dump_members m where m.child_id = any(${members}::text[]))
      and d.status = 'processing' and d.closed and not exists (${openMembers})
    returning d.id`.execute(db)
  return rows.map((row) => row.id)
}

async function closeDump(
  tx: Transaction<DB>,
  dumpId: string,
  ranksByOrder: (format: string) => boolean,
): Promise<boolean> {
  const dump = await lockClosable(tx, dumpId)
  if (!dump?.format) return false
  await shareTargets(tx)
  const gone = await sql<{ paper_id: string }>`
    delete from appearances where dump_id = ${dumpId} and run < ${dump.run}
      and date = (select date from dump_days where dump_id = ${dumpId} and first) returning paper_id`.execute(
    tx,
  )
  const ranked = await rankDump(tx, dumpId, ranksByOrder(dump.format))
  const touched = ranked > 0 ? sql`select paper_id from appearances where dump_id = ${dumpId}` : null
  if (touched) await refreshSeen(tx, touched)
  if (gone.rows.length > 0) {
    await refreshSeenOf(
      tx,
      gone.rows.map((row) => row.paper_id),
    )
  }
  await sql`
    update dumps set closed = true, closed_at = now(), ranks = exists (
      select 1 from appearances where dump_id = ${dumpId} and rank is not null)
    where id = ${dumpId}`.execute(tx)
  return true
}

/** What an earlier run withdrew can be put right only while the dump is open, so that comes first. */
async function lockClosable(tx: Transaction<DB>, dumpId: string) {
  const { rows } = await sql<{ run: number; format: string | null }>`
    select d.run, d.format from dumps d where d.id = ${dumpId} and ${runAtEnd}
      and not exists (select 1 from withdrawals w where w.dump_id = d.id and w.run < d.run)
    for no key update of d`.execute(tx)
  return rows[0]
}

/** Returns how many appearances have a new rank. */
async function rankDump(tx: Transaction<DB>, dumpId: string, byOrder: boolean): Promise<number> {
  const rank = byOrder ? sql`row_number() over (partition by date order by min(ordinal))` : sql`min(own_rank)`
  const { rows } = await sql`
    with ranked as (
      select date, paper_id, ${rank} as rank from appearances where dump_id = ${dumpId} group by date, paper_id)
    update appearances a set rank = ranked.rank from ranked
    where a.dump_id = ${dumpId} and a.date = ranked.date and a.paper_id = ranked.paper_id
      and a.rank is distinct from ranked.rank
    returning 1`.execute(tx)
  return rows.length
}

async function applyDays(tx: Transaction<DB>, dumpId: string): Promise<boolean> {
  const dump = await tx
    .selectFrom('dumps')
    .select(['run', 'date'])
    .where('id', '=', dumpId)
    .where('closed', '=', true)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!dump) return false
  await shareTargets(tx)
  const days = await tx
    .updateTable('dump_days')
    .set({ applied: true, applied_at: sql`now()` })
    .where('dump_id', '=', dumpId)
    .where('applied', '=', false)
    .returning(['date', 'received_at'])
    .execute()
  if (days.length > 0) {
    await sql`delete from appearances where dump_id = ${dumpId} and run < ${dump.run}`.execute(tx)
  }
  for (const day of days) {
    await sql`
      insert into appearances (dump_id, date, ordinal, run, paper_id, facts_hash, position, own_rank, rank, seen_at)
      select dump_id, ${day.date}::date, ordinal, run, paper_id, facts_hash, position, own_rank, rank,
        ${seenAt(day.date, day.received_at)}::timestamptz
      from appearances where dump_id = ${dumpId} and date = ${dump.date}::date
      on conflict (dump_id, date, ordinal) do update
        set run = excluded.run, paper_id = excluded.paper_id, facts_hash = excluded.facts_hash,
            position = excluded.position, own_rank = excluded.own_rank, rank = excluded.rank`.execute(tx)
  }
  if (days.length > 0) await refreshSeen(tx, sql`select paper_id from appearances where dump_id = ${dumpId}`)
  return days.length > 0
}

/** Contract: midnight UTC of the dump's day, or the time of receipt on that day itself. */
export function seenAt(date: string, receivedAt: Date): Date {
  return receivedAt.toISOString().startsWith(date) ? receivedAt : new Date(`${date}T00:00:00.000Z`)
}

export const refreshSeenOf = (tx: Transaction<DB>, paperIds: string[]): Promise<void> =>
  refreshSeen(tx, sql`select unnest(${paperIds}::text[])`)

/** Computes anew, from all appearances, when papers were seen and how they trend; queues those that changed. */
async function refreshSeen(tx: Transaction<DB>, papers: RawBuilder<unknown>): Promise<void> {
  await sql`select id from papers where id in (${papers}) order by id for update`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    with seen as (
      select paper_id, min(seen_at) as first, max(seen_at) as last,
        max(case when rank is not null then ${rankedTrendingSql(sql`date`, sql`rank`)} end) as ranked
      from appearances where paper_id in (${papers}) group by paper_id)
    update papers p set first_seen_at = seen.first, last_seen_at = seen.last,
      trending = coalesce(seen.ranked, ${unrankedTrendingSql(sql`seen.first`)}),
      version = p.version + 1, changed_at = now()
    from seen where p.id = seen.paper_id and (p.first_seen_at, p.last_seen_at, p.trending)
      is distinct from (seen.first, seen.last, coalesce(seen.ranked, ${unrankedTrendingSql(sql`seen.first`)}))
    returning p.id`.execute(tx)
  await queueForIndex(
    tx,
    rows.map((row) => row.id),
  )
}
