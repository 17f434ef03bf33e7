import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** A paper whose vector may have to be made anew: its text, or null when it is gone, and what its vector was made of. */
export type OutstandingPaper = {
  paperId: string
  version: number
  text: { title: string; abstract: string | null } | null
  known: { model: string; textHash: string } | null
}
export type StoredVector = {
  paperId: string
  /** Of the paper, when its text was read. */
  version: number
  model: string
  textHash: string
  /** Null: nothing to be found by. */
  vector: Uint8Array | null
}

/** The indexer's side of the vectors. */
export type PaperVectors = {
  /** Papers that changed since their vector was made, that have none, or one of another model; by id from `after` on. */
  outstanding(model: string, options: { after: string; limit: number }): Promise<OutstandingPaper[]>
  store(vectors: StoredVector[]): Promise<void>
  /** The text is the same in the paper's new version. */
  confirm(papers: { paperId: string; version: number }[]): Promise<void>
  /** Runs `work` unless another process is at it. */
  alone(work: () => Promise<void>): Promise<boolean>
}

const ALONE_LOCK = 7_266_003
/** Held until the commit by each transaction that takes numbers of `change`: they are committed in their order. */
const CHANGE_LOCK = 7_266_004

export function paperVectors(db: Database): PaperVectors {
  const inOrder = (query: ReturnType<typeof sql>) =>
    db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(CHANGE_LOCK)})`.execute(tx)
      await query.execute(tx)
    })
  return {
    outstanding: (model, options) => readOutstanding(db, model, options),

    async store(vectors) {
      if (vectors.length === 0) return
      const rows = vectors.map(({ vector, ...row }) => ({ ...row, vector: vector && hex(vector) }))
      await inOrder(sql`
        insert into paper_vectors (paper_id, paper_version, model, text_hash, vector)
        select r."paperId", r.version, r.model, r."textHash", decode(r.vector, 'hex')
        from json_to_recordset(${JSON.stringify(rows)}::json)
          as r("paperId" text, version bigint, model text, "textHash" text, vector text)
        on conflict (paper_id) do update
          set paper_version = excluded.paper_version, model = excluded.model, text_hash = excluded.text_hash,
              vector = excluded.vector, change = excluded.change`)
    },

    async confirm(papers) {
      if (papers.length === 0) return
      await inOrder(sql`
        update paper_vectors v set paper_version = r.version, change = nextval('paper_vectors_change')
        from json_to_recordset(${JSON.stringify(papers.map(({ paperId, version }) => ({ paperId, version })))}::json) as r("paperId" text, version bigint)
        where v.paper_id = r."paperId"`)
    },

    // One connection holds a session lock meanwhile; a killed process gives it back with its connection.
    alone: (work) =>
      db.connection().execute(async (held) => {
        const { rows } = await sql<{ got: boolean }>`
          select pg_try_advisory_lock(${sql.lit(ALONE_LOCK)}) as got`.execute(held)
        if (!rows[0]?.got) return false
        try {
          await work()
        } finally {
          await sql`select pg_advisory_unlock(${sql.lit(ALONE_LOCK)})`.execute(held)
        }
        return true
      }),
  }
}

async function readOutstanding(
  db: Database,
  model: string,
  { after, limit }: { after: string; limit: number },
): Promise<OutstandingPaper[]> {
  const { rows } = await sql<{
    id: string
    version: number
    title: string
    abstract: string | null
    gone: boolean
    model: string | null
    text_hash: string | null
  }>`
    select p.id, p.version, p.title, p.abstract, p.deleted_at is not null as gone, v.model, v.text_hash
    from papers p left join paper_vectors v on v.paper_id = p.id
    where p.id > ${after} and case
      when v.paper_id is null then p.deleted_at is null
      else v.paper_version <> p.version or (v.model <> ${model} and p.deleted_at is null) end
    order by p.id limit ${limit}`.execute(db)
  return rows.map(({ id: paperId, version, title, abstract, gone, model: known, text_hash: textHash }) => ({
    paperId,
    version,
    text: gone ? null : { title, abstract },
    known: known === null || textHash === null ? null : { model: known, textHash },
  }))
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
