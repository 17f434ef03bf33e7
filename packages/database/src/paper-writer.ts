import { sql, type Transaction } from 'kysely'
import { factsOfRow, type PaperColumns, paperColumns } from './paper-columns.ts'
import type { AppearanceRow, FactsRow, IdentityRow, PaperRow, TakenId } from './paper-rows.ts'
import { paperJson } from './paper-rows.ts'
import type { DB } from './schema.ts'

/** Two transactions met on a new key or id; the later one begins again and then sees what the other wrote. */
export class WriteConflict extends Error {
  constructor(what: string) {
    super(`Another transaction wrote the same ${what}.`)
    this.name = 'WriteConflict'
  }
}

const json = (rows: unknown[]) => sql`${JSON.stringify(rows)}::json`

const papersById = (tx: Transaction<DB>, ids: string[]) =>
  tx
    .selectFrom('papers')
    .select([...paperColumns, 'withdrawn_at'])
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .orderBy('id')

function paperRow(row: PaperColumns & { withdrawn_at: Date | null }): PaperRow {
  return {
    id: row.id,
    version: row.version,
    facts: factsOfRow(row),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    trending: row.trending,
    withdrawnAt: row.withdrawn_at,
  }
}

/** What a chunk's transaction does to papers: every function is one statement, whatever the number of rows. */
export type PaperWriter = ReturnType<typeof paperWriter>

export function paperWriter(tx: Transaction<DB>) {
  return {
    /** Who holds these keys, by key and place. */
    async holders(keys: string[]): Promise<IdentityRow[]> {
      if (keys.length === 0) return []
      const { rows } = await sql<IdentityRow>`
        select key, place, paper_id as "paperId" from identities where key = any(${keys}::text[])
        order by key, place`.execute(tx)
      return rows
    },

    async keysOf(paperIds: string[]): Promise<IdentityRow[]> {
      if (paperIds.length === 0) return []
      const { rows } = await sql<IdentityRow>`
        select key, place, paper_id as "paperId" from identities where paper_id = any(${paperIds}::text[])
        order by key, place`.execute(tx)
      return rows
    },

    /** Locks papers in the order of their ids, so that two chunks that meet do not wait for each other in a circle. */
    async lock(paperIds: string[]): Promise<PaperRow[]> {
      if (paperIds.length === 0) return []
      const rows = await papersById(tx, paperIds).forUpdate().execute()
      return rows.map(paperRow)
    },

    /** The same without a lock, for who will write nothing. */
    async look(paperIds: string[]): Promise<PaperRow[]> {
      if (paperIds.length === 0) return []
      return (await papersById(tx, paperIds).execute()).map(paperRow)
    },

    async factsHashes(paperIds: string[]): Promise<{ paperId: string; hash: string }[]> {
      if (paperIds.length === 0) return []
      const { rows } = await sql<{ paperId: string; hash: string }>`
        select paper_id as "paperId", hash from paper_facts where paper_id = any(${paperIds}::text[])`.execute(
        tx,
      )
      return rows
    },

    async factsOf(paperIds: string[]): Promise<FactsRow[]> {
      if (paperIds.length === 0) return []
      const { rows } = await sql<FactsRow>`
        select paper_id as "paperId", hash, facts, first_seen_at as "firstSeenAt"
        from paper_facts where paper_id = any(${paperIds}::text[]) order by paper_id, hash`.execute(tx)
      return rows
    },

    /** Which of these ids a paper has or had. `vacant`: nothing is said of it any more, so it may come back. */
    async taken(ids: string[]): Promise<TakenId[]> {
      if (ids.length === 0) return []
      const { rows } = await sql<TakenId>`
        select p.id, p.arxiv_id as "arxivId", p.doi, m.id as "mergedInto", p.deleted_at is not null and not exists (
          select 1 from paper_facts f where f.paper_id = p.id) as vacant
        from papers p left join papers m on m.id = p.merged_into
          and (m.deleted_at is null or m.withdrawn_at is not null)
        where p.id = any(${ids}::text[])`.execute(tx)
      return rows
    },

    /** Which of these papers this run of the dump has met already; its withdrawals `at` these ordinals do not count. */
    async metInDump(
      { dumpId, run, at }: { dumpId: string; run: number; at: number[] },
      paperIds: string[],
    ): Promise<Set<string>> {
      if (paperIds.length === 0) return new Set()
      const { rows } = await sql<{ paper_id: string }>`
        select paper_id from appearances
        where paper_id = any(${paperIds}::text[]) and dump_id = ${dumpId} and run = ${run}
        union
        select i.paper_id from withdrawals w join identities i on i.key = w.key
        where i.paper_id = any(${paperIds}::text[]) and w.dump_id = ${dumpId} and w.run = ${run}
          and w.ordinal <> all(${at}::bigint[])`.execute(tx)
      return new Set(rows.map((row) => row.paper_id))
    },

    /** New papers; one whose id is vacant comes back under its next version. One that is withdrawn is born a tombstone. */
    async insertPapers(papers: PaperRow[]): Promise<void> {
      if (papers.length === 0) return
      const { rows } = await sql`
        insert into papers (id, title, abstract, authors, arxiv_id, doi, url, code_urls, links, categories,
                            published_at, upvotes, language, first_seen_at, last_seen_at, trending, withdrawn_at,
                            deleted_at)
        select r.id, r.title, r.abstract, r.authors, r.arxiv_id, r.doi, r.url, r.code_urls, r.links, r.categories,
               r.published_at, r.upvotes, r.language, r.first_seen_at, r.last_seen_at, r.trending, r.withdrawn_at,
               case when r.withdrawn_at is not null then now() end
        from json_to_recordset(${json(papers.map(paperJson))}) as r(
          id text, title text, abstract text, authors jsonb, arxiv_id text, doi text, url text, code_urls text[],
          links text[], categories text[], published_at timestamptz, upvotes integer, language text, first_seen_at timestamptz,
          last_seen_at timestamptz, trending float8, withdrawn_at timestamptz)
        order by r.id
        on conflict (id) do update
          set (title, abstract, authors, arxiv_id, doi, url, code_urls, links, categories, published_at, upvotes, language,
               first_seen_at, last_seen_at, trending, version, changed_at, withdrawn_at, deleted_at, merged_into)
            = (excluded.title, excluded.abstract, excluded.authors, excluded.arxiv_id, excluded.doi, excluded.url,
               excluded.code_urls, excluded.links, excluded.categories, excluded.published_at, excluded.upvotes, excluded.language,
               excluded.first_seen_at, excluded.last_seen_at, excluded.trending, papers.version + 1, now(),
               excluded.withdrawn_at, excluded.deleted_at, null)
          where papers.deleted_at is not null and not exists (
            select 1 from paper_facts f where f.paper_id = papers.id)
        returning id`.execute(tx)
      if (rows.length < papers.length) throw new WriteConflict('paper')
    },

    /** Writes the present state of papers that are locked, each under its next version. */
    async updatePapers(papers: PaperRow[]): Promise<void> {
      if (papers.length === 0) return
      await sql`
        update papers p set (title, abstract, authors, arxiv_id, doi, url, code_urls, links, categories, published_at,
                             upvotes, language, first_seen_at, last_seen_at, trending, version, changed_at, withdrawn_at, deleted_at,
                             merged_into)
          = (r.title, r.abstract, r.authors, r.arxiv_id, r.doi, r.url, r.code_urls, r.links, r.categories,
             r.published_at, r.upvotes, r.language, r.first_seen_at, r.last_seen_at, r.trending, p.version + 1, now(), r.withdrawn_at,
             case when r.withdrawn_at is not null then coalesce(p.deleted_at, now()) end, null)
        from json_to_recordset(${json(papers.map(paperJson))}) as r(
          id text, title text, abstract text, authors jsonb, arxiv_id text, doi text, url text, code_urls text[],
          links text[], categories text[], published_at timestamptz, upvotes integer, language text, first_seen_at timestamptz,
          last_seen_at timestamptz, trending float8, withdrawn_at timestamptz)
        where p.id = r.id`.execute(tx)
    },

    /** A paper that turned out to be another one: a tombstone that leads there. */
    async mergeInto(merges: { id: string; into: string }[]): Promise<void> {
      if (merges.length === 0) return
      await sql`
        update papers p set merged_into = r."into", deleted_at = now(), withdrawn_at = null, changed_at = now(), version = p.version + 1
        from json_to_recordset(${json(merges)}) as r(id text, "into" text) where p.id = r.id`.execute(tx)
      // Papers that led to this one lead to the end of the chain, so that one step always suffices.
      await sql`
        update papers p set merged_into = r."into"
        from json_to_recordset(${json(merges)}) as r(id text, "into" text) where p.merged_into = r.id`.execute(
        tx,
      )
    },

    async replaceIdentities(paperIds: string[], rows: IdentityRow[]): Promise<void> {
      if (paperIds.length > 0) {
        await sql`delete from identities where paper_id = any(${paperIds}::text[])`.execute(tx)
      }
      if (rows.length === 0) return
      const inserted = await sql`
        insert into identities (key, place, paper_id)
        select r.key, r.place, r."paperId" from json_to_recordset(${json(rows)}) as r(key text, place integer, "paperId" text)
        order by r.key, r.place
        on conflict do nothing returning key`.execute(tx)
      if (inserted.rows.length < rows.length) throw new WriteConflict('key')
    },

    async insertFacts(rows: FactsRow[]): Promise<void> {
      if (rows.length === 0) return
      await sql`
        insert into paper_facts (paper_id, hash, facts, first_seen_at)
        select r."paperId", r.hash, r.facts, r."firstSeenAt"
        from json_to_recordset(${json(rows)}) as r("paperId" text, hash text, facts jsonb, "firstSeenAt" timestamptz)
        on conflict (paper_id, hash) do update set first_seen_at = excluded.first_seen_at
          where paper_facts.first_seen_at > excluded.first_seen_at`.execute(tx)
    },

    /** Moves sayings, and the appearances that made them, from one paper to another. */
    async moveFacts(moves: { from: string; hash: string; to: string }[]): Promise<void> {
      if (moves.length === 0) return
      await sql`
        with r as (select * from json_to_recordset(${json(moves)}) as r("from" text, hash text, "to" text)),
        moved as (delete from paper_facts f using r where f.paper_id = r."from" and f.hash = r.hash
                  returning r."to" as paper_id, f.hash, f.facts, f.first_seen_at)
        insert into paper_facts select paper_id, hash, (array_agg(facts))[1], min(first_seen_at) from moved
        group by paper_id, hash on conflict (paper_id, hash) do update
          set first_seen_at = least(paper_facts.first_seen_at, excluded.first_seen_at)`.execute(tx)
      await sql`
        update appearances a set paper_id = r."to"
        from json_to_recordset(${json(moves)}) as r("from" text, hash text, "to" text)
        where a.paper_id = r."from" and a.facts_hash = r.hash`.execute(tx)
    },

    async insertAppearances(rows: AppearanceRow[]): Promise<void> {
      if (rows.length === 0) return
      await sql`
        insert into appearances (dump_id, date, ordinal, run, paper_id, facts_hash, position, own_rank, seen_at)
        select r."dumpId", r.date, r.ordinal, r.run, r."paperId", r."factsHash", r.position, r."ownRank", r."seenAt"
        from json_to_recordset(${json(rows)}) as r("dumpId" text, date date, ordinal bigint, run integer,
          "paperId" text, "factsHash" text, position text, "ownRank" integer, "seenAt" timestamptz)
        on conflict (dump_id, date, ordinal) do update
          set run = excluded.run, paper_id = excluded.paper_id, facts_hash = excluded.facts_hash,
              position = excluded.position, own_rank = excluded.own_rank, seen_at = excluded.seen_at`.execute(
        tx,
      )
    },
  }
}
