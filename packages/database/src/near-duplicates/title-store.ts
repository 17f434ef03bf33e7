import type { Likeness, PaperFacts } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import { leaseEnd } from '../lease-end.ts'
import type { DB } from '../schema.ts'

/** `epoch`: when its rejects are parsed again, a dump has other papers in the same run. */
export type CompareClaim = { dumpId: string; run: number; epoch: number; date: string }
/** What two papers are compared by. */
export type ComparedPaper = Pick<PaperFacts, 'title' | 'abstract' | 'authors'> & { id: string }
export type TitleKeys = { paperId: string; title: string; keys: number[] }
/** The id of `paperId` is the smaller one. */
export type Pair = {
  paperId: string
  title: string
  otherId: string
  otherTitle: string
  kind: Likeness
}

/** Of a title that nobody can tell from many others only so many are looked at. */
const MAX_CANDIDATES = 50
/** Among so many those that are there come before those that are gone and may come back. */
const MAX_WITH_KEY = 200

export type TitleStore = {
  /** Null when the papers of the dump are compared already, or another worker is at it. */
  claim(dumpId: string, leaseMs: number): Promise<CompareClaim | null>
  renew(claim: CompareClaim, leaseMs: number): Promise<void>
  /**
   * Papers among the next records of the dump whose title was not compared yet; null at the end of the dump. Also
   * those that are gone: who reads the pairs sees them no sooner than the papers come back.
   */
  next(claim: CompareClaim, after: number): Promise<{ papers: ComparedPaper[]; last: number } | null>
  /**
   * Commits the keys, and forgets the pairs of these papers, before anything is compared: of two workers with a
   * pair between them the later one sees both, and neither forgets what the other found.
   */
  putKeys(keys: TitleKeys[]): Promise<void>
  /** Other papers with a common key, by id. */
  candidates(paperIds: string[]): Promise<{ paperId: string; other: ComparedPaper }[]>
  /** These papers are compared, and have these pairs. */
  putPairs(papers: ComparedPaper[], pairs: Pair[]): Promise<void>
  finish(claim: CompareClaim): Promise<void>
  release(claim: CompareClaim): Promise<void>
}

const RECORDS_A_STEP = 500

const shown = sql`p.id, p.title, p.abstract, p.authors`

export function titleStore(db: Database): TitleStore {
  const held = ({ dumpId, run, epoch }: CompareClaim) =>
    sql`id = ${dumpId} and run = ${run} and split_epoch = ${epoch} and closed`
  const lease = (ms: number | null, claim: CompareClaim) =>
    sql`
    update dumps set compare_lease_until = now() + ${ms}::float8 * interval '1 millisecond'
    where ${held(claim)}`.execute(db)
  return {
    async claim(dumpId, leaseMs) {
      const { rows } = await sql<CompareClaim>`
        update dumps set compare_lease_until = ${leaseEnd(leaseMs)}
        where id = ${dumpId} and closed and compared_run is distinct from run
          and (compare_lease_until is null or compare_lease_until < now())
        returning id as "dumpId", run, split_epoch as epoch, coalesce(date, current_date) as date`.execute(db)
      return rows[0] ?? null
    },
    renew: async (claim, leaseMs) => void (await lease(leaseMs, claim)),
    next: (claim, after) => nextPapers(db, claim, after),
    putKeys: (keys) => db.transaction().execute((tx) => putKeys(tx, keys)),
    candidates: (paperIds) => candidates(db, paperIds),
    putPairs: (papers, pairs) => db.transaction().execute((tx) => putPairs(tx, papers, pairs)),
    async finish(claim) {
      await sql`
        update dumps set compared_run = run, compare_lease_until = null where ${held(claim)}`.execute(db)
    },
    release: async (claim) => void (await lease(null, claim)),
  }
}

async function nextPapers(db: Database, { dumpId, date }: CompareClaim, after: number) {
  const { rows } = await sql<{ ordinal: number; paper_id: string }>`
    select ordinal, paper_id from appearances
    where dump_id = ${dumpId} and date = ${date}::date and ordinal > ${after}
    order by ordinal limit ${RECORDS_A_STEP}`.execute(db)
  const last = rows.at(-1)?.ordinal
  if (last === undefined) return null
  const ids = [...new Set(rows.map((row) => row.paper_id))]
  const papers = await sql<ComparedPaper>`
    select ${shown} from papers p left join title_keys t on t.paper_id = p.id
    where p.id = any(${ids}::text[])
      and (t.paper_id is null or not t.compared or t.title_md5 <> md5(p.title))`.execute(db)
  return { papers: papers.rows, last }
}

async function candidates(db: Database, paperIds: string[]) {
  return db.transaction().execute(async (tx) => {
    // The planner takes a common key for frequent, and so a look through the whole table for short. It is rare.
    await sql`set local enable_seqscan = off`.execute(tx)
    const { rows } = await sql<ComparedPaper & { paperId: string }>`
      select t.paper_id as "paperId", ${shown} from title_keys t
        cross join lateral (
          select ${shown} from (select o.paper_id from title_keys o
            where o.keys && t.keys and o.paper_id <> t.paper_id limit ${MAX_WITH_KEY}) o
            join papers p on p.id = o.paper_id
          order by p.deleted_at is not null limit ${MAX_CANDIDATES}) p
      where t.paper_id = any(${paperIds}::text[]) and t.keys <> '{}'`.execute(tx)
    return rows.map(({ paperId, ...other }) => ({ paperId, other }))
  })
}

/** Rows of both tables are locked in this order, and by id: workers that share papers wait for each other. */
async function putKeys(tx: Transaction<DB>, keys: TitleKeys[]): Promise<void> {
  await sql`
    insert into title_keys (paper_id, title_md5, keys)
    select r."paperId", md5(r.title), r.keys
    from json_to_recordset(${JSON.stringify(keys)}::json) as r("paperId" text, title text, keys bigint[])
    order by r."paperId" on conflict (paper_id) do update
      set title_md5 = excluded.title_md5, keys = excluded.keys, compared = false`.execute(tx)
  const ids = keys.map(({ paperId }) => paperId)
  await sql`
    delete from near_duplicates n using (
      select paper_id, other_id from near_duplicates
      where paper_id = any(${ids}::text[]) or other_id = any(${ids}::text[])
      order by paper_id, other_id for update) old
    where n.paper_id = old.paper_id and n.other_id = old.other_id`.execute(tx)
}

/** Nothing is said of a paper that has other keys by now: whoever wrote them compares it. */
async function putPairs(tx: Transaction<DB>, papers: ComparedPaper[], pairs: Pair[]): Promise<void> {
  const read = JSON.stringify(papers.map(({ id, title }) => ({ id, title })))
  await sql`
    update title_keys t set compared = true from (
      select k.paper_id from title_keys k
        join json_to_recordset(${read}::json) as r(id text, title text)
          on r.id = k.paper_id and md5(r.title) = k.title_md5
      order by k.paper_id for update of k) held
    where t.paper_id = held.paper_id`.execute(tx)
  await sql`
    insert into near_duplicates (paper_id, other_id, kind)
    select r."paperId", r."otherId", r.kind
    from json_to_recordset(${JSON.stringify(pairs)}::json)
        as r("paperId" text, title text, "otherId" text, "otherTitle" text, kind text)
      join title_keys x on x.paper_id = r."paperId" and x.title_md5 = md5(r.title)
      join title_keys y on y.paper_id = r."otherId" and y.title_md5 = md5(r."otherTitle")
    order by 1, 2 on conflict (paper_id, other_id) do update set kind = excluded.kind`.execute(tx)
}
