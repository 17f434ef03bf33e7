import { sql } from 'kysely'
import type { Database } from './create-database.ts'

export type IndexedPaper = { id: string; version: number; deleted: boolean }

export type AuditResult = {
  /** Papers that the index lacks or has in another state; they are queued now. */
  queued: number
  /** What the index holds and Postgres does not know. */
  strangers: IndexedPaper[]
}

export type IndexAudit = {
  /** Whether the last audit is older than `hours`. */
  isDue(hours: number): Promise<boolean>
  /** Compares everything a target's index holds with the papers, and queues the differences for it. */
  compare(target: string, indexed: AsyncIterable<IndexedPaper>): Promise<AuditResult>
}

const BATCH = 2_000

export function indexAudit(db: Database): IndexAudit {
  return {
    async isDue(hours) {
      const { rows } = await sql<{ due: boolean }>`
        select coalesce((select (value #>> '{}')::timestamptz from settings where name = 'index-audit'), 'epoch')
          < now() - ${hours} * interval '1 hour' as due`.execute(db)
      return rows[0]?.due ?? true
    },

    // A temporary table on one connection: memory stays flat whatever the number of papers.
    compare: (target, indexed) =>
      db.transaction().execute(async (tx) => {
        await sql`create temporary table seen (id text primary key, version bigint, deleted boolean) on commit drop`.execute(
          tx,
        )
        for await (const batch of inBatches(indexed)) {
          await sql`
            insert into seen select * from json_to_recordset(${JSON.stringify(batch)}::json)
              as r(id text, version bigint, deleted boolean) on conflict do nothing`.execute(tx)
        }
        // An index that is ahead (Postgres was restored from a backup) takes only a version above its own.
        await sql`
          update papers p set version = seen.version + 1 from seen where seen.id = p.id and seen.version > p.version`.execute(
          tx,
        )
        const queued = await sql`
          insert into index_queue (target, paper_id, version)
          select t.name, p.id, p.version from papers p join index_targets t on t.name = ${target}
            left join seen on seen.id = p.id
          where case when p.deleted_at is null
            then seen.id is null or seen.deleted or seen.version <> p.version
            else seen.id is not null and not seen.deleted end
          on conflict (target, paper_id) do nothing returning 1`.execute(tx)
        const strangers = await sql<IndexedPaper>`
          select id, version, deleted from seen where not deleted
            and not exists (select 1 from papers p where p.id = seen.id) limit ${BATCH}`.execute(tx)
        await sql`
          insert into settings (name, value) values ('index-audit', to_jsonb(now()))
          on conflict (name) do update set value = excluded.value`.execute(tx)
        return { queued: queued.rows.length, strangers: strangers.rows }
      }),
  }
}

async function* inBatches(papers: AsyncIterable<IndexedPaper>): AsyncGenerator<IndexedPaper[]> {
  let batch: IndexedPaper[] = []
  for await (const paper of papers) {
    if (batch.push(paper) < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
