import { randomUUID } from 'node:crypto'
import type { PaperFacts } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { leaseEnd } from './lease-end.ts'
import { factsOfRow, type PaperColumns } from './paper-columns.ts'
import type { DB } from './schema.ts'

/**
 * Chunks take this lock shared, a new index target takes it alone: a target is then either known to a
 * transaction that changes papers, or made after it and filled with what it wrote.
 */
const TARGETS_LOCK = 7_266_001
export const shareTargets = (tx: Transaction<DB>) =>
  sql`select pg_advisory_xact_lock_shared(${sql.lit(TARGETS_LOCK)})`.execute(tx)
export const changeTargets = (tx: Transaction<DB>) =>
  sql`select pg_advisory_xact_lock(${sql.lit(TARGETS_LOCK)})`.execute(tx)

/** Puts papers into the queue of every target, in the transaction that changed them. */
export async function queueForIndex(tx: Transaction<DB>, paperIds: string[]): Promise<void> {
  if (paperIds.length === 0) return
  await sql`
    insert into index_queue (target, paper_id, version)
    select t.name, p.id, p.version from index_targets t cross join papers p where p.id = any(${paperIds}::text[])
    order by t.name, p.id
    on conflict (target, paper_id) do update set version = excluded.version, due_at = least(index_queue.due_at, now())
      where index_queue.version < excluded.version`.execute(tx)
}

/** A paper as it is now, to be written to the index under its version; null facts: a tombstone. */
export type IndexWork = {
  paperId: string
  version: number
  facts: PaperFacts | null
  firstSeenAt: Date
  trending: number
}
export type IndexBatch = { target: string; token: string; work: IndexWork[] }

export type IndexQueue = {
  /** Leases up to `limit` due rows of a target and reads the papers' present state. Null: nothing is due. */
  claim(target: string, options: { limit: number; leaseMs: number }): Promise<IndexBatch | null>
  /** Removes what was written, unless the paper has changed again meanwhile: that is then due at once. */
  acknowledge(batch: IndexBatch, written: IndexWork[]): Promise<void>
  /** Puts rows back, due after a delay that doubles with every attempt up to `maxDelayMs`. */
  putBack(batch: IndexBatch, paperIds: string[], maxDelayMs: number): Promise<void>
  /** Takes out what the engine refuses for good and keeps the reason. */
  refuse(batch: IndexBatch, refused: { paperId: string; version: number; reason: string }[]): Promise<void>
  /** Whether more than `limit` rows wait, of any target. */
  isLongerThan(limit: number): Promise<boolean>
  /** Number of rows and age of the oldest one, per target. */
  depth(): Promise<{ target: string; waiting: number; oldestMs: number }[]>
}

export function indexQueue(db: Database): IndexQueue {
  return {
    claim: (target, options) => claimBatch(db, target, options),

    async acknowledge(batch, written) {
      const rows = JSON.stringify(written.map(({ paperId, version }) => ({ paperId, version })))
      await sql`
        delete from index_queue q using json_to_recordset(${rows}::json) as r("paperId" text, version bigint)
        where q.target = ${batch.target} and q.paper_id = r."paperId" and q.version <= r.version`.execute(db)
      await sql`
        update index_queue set lease_token = null, due_at = now(), attempts = 0
        where target = ${batch.target} and lease_token = ${batch.token}
          and paper_id = any(${written.map((work) => work.paperId)}::text[])`.execute(db)
      await sql`
        delete from index_rejects where target = ${batch.target}
          and paper_id = any(${written.map((work) => work.paperId)}::text[])`.execute(db)
    },

    async putBack(batch, paperIds, maxDelayMs) {
      if (paperIds.length === 0) return
      await sql`
        update index_queue set lease_token = null,
          due_at = now() + least(${maxDelayMs}, 500 * 2 ^ least(attempts, 12)) * random() * interval '1 millisecond'
        where target = ${batch.target} and lease_token = ${batch.token}
          and paper_id = any(${paperIds}::text[])`.execute(db)
    },

    async refuse(batch, refused) {
      if (refused.length === 0) return
      const rows = JSON.stringify(refused)
      await db.transaction().execute(async (tx) => {
        await sql`
          insert into index_rejects (target, paper_id, version, reason)
          select ${batch.target}, r."paperId", r.version, r.reason
          from json_to_recordset(${rows}::json) as r("paperId" text, version bigint, reason text)
          on conflict (target, paper_id) do update
            set version = excluded.version, reason = excluded.reason, at = now()`.execute(tx)
        await sql`
          delete from index_queue q using json_to_recordset(${rows}::json) as r("paperId" text, version bigint)
          where q.target = ${batch.target} and q.paper_id = r."paperId" and q.version <= r.version`.execute(
          tx,
        )
      })
    },

    async isLongerThan(limit) {
      const { rows } = await sql<{ longer: boolean }>`
        select count(*) > ${limit} as longer from (select 1 from index_queue limit ${limit + 1}) as bounded`.execute(
        db,
      )
      return rows[0]?.longer ?? false
    },

    async depth() {
      const { rows } = await sql<{ target: string; waiting: number; oldestMs: number }>`
        select t.name as target, count(q.paper_id) as waiting,
          coalesce(extract(epoch from now() - min(q.queued_at)) * 1000, 0)::float8 as "oldestMs"
        from index_targets t left join index_queue q on q.target = t.name group by t.name`.execute(db)
      return rows
    },
  }
}

async function claimBatch(
  db: Database,
  target: string,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<IndexBatch | null> {
  const token = randomUUID()
  const { rows } = await sql<PaperColumns & { deleted_at: Date | null }>`
    with due as (
      select paper_id from index_queue where target = ${target} and due_at <= now()
      order by due_at limit ${limit} for update skip locked),
    leased as (
      update index_queue q set lease_token = ${token}, attempts = q.attempts + 1,
        due_at = ${leaseEnd(leaseMs)}
      from due where q.target = ${target} and q.paper_id = due.paper_id returning q.paper_id)
    select p.* from leased join papers p on p.id = leased.paper_id`.execute(db)
  if (rows.length === 0) return null
  return { target, token, work: rows.map(toWork) }
}

function toWork(row: PaperColumns & { deleted_at: Date | null }): IndexWork {
  return {
    paperId: row.id,
    version: row.version,
    facts: row.deleted_at ? null : factsOfRow(row),
    firstSeenAt: row.first_seen_at,
    trending: row.trending,
  }
}
