import { type OpenedIndex, openIndex } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import { waitFor } from '@paperboy/testkit'
import { openTruth, type Truth } from './truth.ts'

const DRAIN_MS = 60_000

/** What must be nought, whatever was killed. */
export type Faults = {
  /** Records of a dump that have neither an appearance nor a reject nor are a withdrawal, or are in none of its counts. */
  lost: number
  /** Papers that share an arXiv id or a title, documents that the index has twice. */
  duplicates: number
  /** Papers that the index lacks, has under another version, or should not have. */
  drift: number
  rejectsWithoutReason: number
}

export type Ledger = Faults & { records: number; papers: number; rejects: number }

export const noFaults: Faults = { lost: 0, duplicates: 0, drift: 0, rejectsWithoutReason: 0 }

type Addresses = { databaseUrl: string | null; searchUrl: string | null }

/** Compares dumps, papers and search index once nothing waits for the index any more. */
export async function ledger(
  { databaseUrl, searchUrl }: Addresses,
  expectedRecords: number,
): Promise<Ledger> {
  if (!databaseUrl || !searchUrl) throw new Error('The ledger needs a database and a search index.')
  await using db = openTruth(databaseUrl)
  const opened = await openIndex(searchUrl, { log: createLogger('ledger', 'warn') })
  try {
    await waitFor(() => nothingWaits(db), { timeoutMs: DRAIN_MS, describe: 'the index queue to drain' })
    await opened.index.refresh()
    const counted = await countRecords(db)
    const { papers, drift, twice } = await compare(db, opened)
    return {
      records: counted.records,
      papers,
      rejects: counted.rejects,
      lost: counted.unaccounted + Math.abs(expectedRecords - counted.records),
      duplicates: twice + (await sharedIdentities(db)),
      drift,
      rejectsWithoutReason: counted.mute,
    }
  } finally {
    await opened.close()
  }
}

async function nothingWaits(db: Truth): Promise<boolean> {
  const [row] = await db.rows<{ waits: boolean }>(`
    select exists (select 1 from index_queue) or exists (select 1 from index_targets where not filled)
        or not exists (select 1 from index_targets where state = 'live') as waits`)
  return row?.waits === false
}

type Counted = { records: number; rejects: number; unaccounted: number; mute: number }

async function countRecords(db: Truth): Promise<Counted> {
  const [row] = await db.rows<Counted>(`
    with per_dump as (
      select d.id,
        (select coalesce(sum(records), 0) from chunks c where c.dump_id = d.id and c.run = d.run) as split,
        (select coalesce(sum(created + updated + unchanged + rejected), 0) from chunks c
          where c.dump_id = d.id and c.run = d.run) as counted,
        (select count(distinct ordinal) from appearances a where a.dump_id = d.id and a.run = d.run) +
          (select count(distinct ordinal) from withdrawals w where w.dump_id = d.id and w.run = d.run) as appeared,
        (select count(*) from rejects r where r.dump_id = d.id) as rejected
      from dumps d)
    select coalesce(sum(split), 0)::int as records, coalesce(sum(rejected), 0)::int as rejects,
      coalesce(sum(abs(split - counted) + abs(split - appeared - rejected)), 0)::int as unaccounted,
      (select count(*)::int from rejects where trim(reason) = '' or trim(code) = '') as mute
    from per_dump`)
  return row ?? { records: 0, rejects: 0, unaccounted: 0, mute: 0 }
}

/** Two papers with one title are the same paper, unless the title is short or their ids conflict. */
async function sharedIdentities(db: Truth): Promise<number> {
  const [row] = await db.rows<{ n: number }>(`
    with alive as (select *, lower(title) as name from papers where deleted_at is null)
    select (select count(*) - count(distinct arxiv_id) from alive where arxiv_id is not null)
         + (select count(*) - count(distinct doi) from alive where doi is not null)
         + (select count(*) from alive a join alive b on a.name = b.name and a.id < b.id
              where (a.arxiv_id <> b.arxiv_id) is not true and (a.doi <> b.doi) is not true
                and a.name like '% % % %') as n`)
  return row?.n ?? 0
}

type Row = { id: string; version: number; deleted_at: Date | null }

async function compare(db: Truth, { admin }: OpenedIndex) {
  const rows = await db.rows<Row>('select id, version, deleted_at from papers')
  const truth = new Map(rows.map((row) => [row.id, `${row.version} ${row.deleted_at !== null}`]))
  const current = await admin.current()
  const seen = new Set<string>()
  let drift = 0
  let twice = 0
  for await (const { id, version, deleted } of admin.versions(current ?? '')) {
    if (seen.has(id)) twice += 1
    seen.add(id)
    if (truth.get(id) !== `${version} ${deleted}`) drift += 1
  }
  drift += [...truth.keys()].filter((id) => !seen.has(id)).length
  return { papers: rows.filter((row) => row.deleted_at === null).length, drift, twice }
}
