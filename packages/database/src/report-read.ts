import type { DumpReport, Guess, LanguageCount, RejectedForCode } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'
import { familyOf } from './dump-family.ts'
import { dumpsRead } from './dumps-read.ts'
import { countNearDuplicates, nearDuplicates } from './near-duplicates/near-duplicates-read.ts'

const EXAMPLES = 3
const MAX_GUESSES = 100
const MAX_LANGUAGES = 50
const MAX_PAIRS = 20

/** What became of the records of a dump; null when there is no such dump. */
export async function readReport(db: Database, id: string): Promise<DumpReport | null> {
  const dump = await dumpsRead(db).get(id)
  if (!dump) return null
  const { filename, format, date, status, error } = dump
  const { indexed: _, ...counts } = dump.counts
  const { withoutAbstract, withdrawn, durationMs } = await totals(db, id)
  return {
    ...{ id, filename, format, date, status, error, counts, withoutAbstract, withdrawn },
    rejected: await rejectedByCode(db, id),
    guesses: await guessesOf(db, id),
    languages: await languagesOf(db, id),
    nearDuplicates: {
      ...(await countNearDuplicates(db, id)),
      items: (await nearDuplicates(db, { dump: id, limit: MAX_PAIRS })).items,
    },
    durationMs,
  }
}

async function totals(db: Database, id: string) {
  const { rows } = await sql<{ withoutAbstract: number; withdrawn: number; durationMs: number | null }>`
    select noted.*,
      round(extract(epoch from d.finished_at - d.started_at) * 1000)::float8 as "durationMs"
    from dumps d cross join lateral (
      select coalesce(sum(c.without_abstract), 0) as "withoutAbstract", coalesce(sum(c.withdrawn), 0) as withdrawn
      from dumps x join chunks c on c.dump_id = x.id and c.run = x.run
      where x.id in ${familyOf(sql.ref('d.id'))}) noted where d.id = ${id}`.execute(db)
  return rows[0] ?? { withoutAbstract: 0, withdrawn: 0, durationMs: null }
}

async function rejectedByCode(db: Database, id: string): Promise<RejectedForCode[]> {
  const { rows } = await sql<RejectedForCode>`
    select code, count(*) as count, coalesce(jsonb_agg(jsonb_build_object(
        'position', position, 'code', code, 'reason', reason, 'excerpt', excerpt) order by dump_id, ordinal)
      filter (where place <= ${EXAMPLES}), '[]') as examples
    from (select *, row_number() over (partition by code order by dump_id, ordinal) as place
          from rejects where dump_id in ${familyOf(sql.val(id))}) numbered
    group by code order by count(*) desc, code`.execute(db)
  return rows
}

async function guessesOf(db: Database, id: string): Promise<Guess[]> {
  const { rows } = await sql<Guess>`
    select g.guess, sum(g.count) as count, (array_agg(g.position order by d.id, c.seq))[1] as position
    from dumps d join chunks c on c.dump_id = d.id and c.run = d.run
    cross join lateral jsonb_to_recordset(c.guesses) as g(guess text, count integer, position text)
    where d.id in ${familyOf(sql.val(id))} group by g.guess order by sum(g.count) desc, g.guess limit ${MAX_GUESSES}`.execute(
    db,
  )
  return rows
}

async function languagesOf(db: Database, id: string): Promise<LanguageCount[]> {
  const { rows } = await sql<LanguageCount>`
    select p.language, count(*) as papers
    from (select distinct a.paper_id from dumps d join appearances a on a.dump_id = d.id and a.run = d.run
          where d.id in ${familyOf(sql.val(id))}) seen
      join papers p on p.id = seen.paper_id where p.deleted_at is null
    group by p.language order by count(*) desc, p.language limit ${MAX_LANGUAGES}`.execute(db)
  return rows
}
