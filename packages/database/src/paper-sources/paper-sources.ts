import type { FactOrigin, FactSource, PaperSources, RecordFacts } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { factsOfRow, paperColumns } from '../paper-columns.ts'
import { type FactValue, factValues } from './fact-values.ts'

/** A paper that stands on a page every day says something new with its votes; the first sayings tell its story. */
const MAX_SAYINGS = 500
const MAX_VALUES = 200
const MAX_SOURCES = 5

type Saying = { hash: string; facts: RecordFacts; total: number }

/** Which records said what the paper now shows, and in which dumps they stood; null when there is no such paper. */
export async function paperSources(db: Database, id: string): Promise<PaperSources | null> {
  const paper = await db
    .selectFrom('papers')
    .select(paperColumns)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!paper) return null
  const sayings = await firstSayings(db, id)
  const values = factValues(factsOfRow(paper))
  const shown = values.slice(0, MAX_VALUES)
  const saidBy = hashesByValue(sayings)
  const hashes = new Set(shown.flatMap((value) => (saidBy.get(keyOf(value)) ?? []).slice(0, MAX_SOURCES)))
  const sources = await sourcesOf(db, id, [...hashes])
  const total = sayings[0]?.total ?? 0
  return {
    ...{ id, title: paper.title, sayings: total },
    complete: total <= sayings.length && values.length <= MAX_VALUES,
    facts: shown.map((value) => origin(value, saidBy.get(keyOf(value)) ?? [], sources)),
  }
}

async function firstSayings(db: Database, paperId: string): Promise<Saying[]> {
  const { rows } = await sql<Saying>`
    select hash, facts, count(*) over () as total from paper_facts where paper_id = ${paperId}
    order by first_seen_at, hash limit ${MAX_SAYINGS}`.execute(db)
  return rows
}

const keyOf = ({ field, value }: FactValue) => `${field} ${value}`

/** Which sayings have a value, the earliest first. */
function hashesByValue(sayings: Saying[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { hash, facts } of sayings) {
    for (const key of new Set(factValues(facts).map(keyOf))) {
      const hashes = found.get(key)
      if (hashes) hashes.push(hash)
      else found.set(key, [hash])
    }
  }
  return found
}

async function sourcesOf(
  db: Database,
  paperId: string,
  hashes: string[],
): Promise<Map<string, FactSource[]>> {
  const { rows } = await sql<Omit<FactSource, 'seenAt'> & { hash: string; seenAt: Date }>`
    select a.hash, a.dump_id as "dumpId", d.filename, d.format, a.date, a.position, a.seen_at as "seenAt"
    from (select facts_hash as hash, dump_id, date, position, seen_at,
            row_number() over (partition by facts_hash order by seen_at, dump_id, ordinal) as place
          from appearances where paper_id = ${paperId} and facts_hash = any(${hashes}::text[])) a
      join dumps d on d.id = a.dump_id
    where a.place <= ${MAX_SOURCES} order by a.seen_at, a.dump_id`.execute(db)
  const found = new Map<string, FactSource[]>()
  for (const { hash, seenAt, ...source } of rows) {
    found.set(hash, [...(found.get(hash) ?? []), { ...source, seenAt: seenAt.toISOString() }])
  }
  return found
}

function origin(value: FactValue, hashes: string[], sources: Map<string, FactSource[]>): FactOrigin {
  const all = hashes.flatMap((hash) => sources.get(hash) ?? [])
  const byTime = all.toSorted((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0))
  return { ...value, sayings: hashes.length, sources: byTime.slice(0, MAX_SOURCES) }
}
