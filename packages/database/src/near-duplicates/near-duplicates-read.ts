import type { NearDuplicate } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { familyOf } from '../dump-family.ts'
import type { Page, PageOptions } from '../dumps-read.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'

type Row = Pick<NearDuplicate, 'kind' | 'idsConflict'> & {
  a: NearDuplicate['papers'][number]
  b: NearDuplicate['papers'][number]
}

const paper = (name: string) => {
  const of = (column: string) => sql.ref(`${name}.${column}`)
  return sql`jsonb_build_object('id', ${of('id')}, 'title', ${of('title')}, 'arxivId', ${of('arxiv_id')}, 'doi', ${of('doi')})`
}

const idsConflict = sql`coalesce(a.arxiv_id <> b.arxiv_id, false) or coalesce(a.doi <> b.doi, false)`

/**
 * A pair holds while both papers are there under the titles that were compared. `offset 0`: pairs are read in their
 * order and looked at one by one; the planner takes those that hold for rare, and would join whole tables.
 */
const pairs = sql`near_duplicates n cross join ${comparedAs('n.paper_id')} a cross join ${comparedAs('n.other_id')} b`

function comparedAs(id: string) {
  return sql`lateral (
    select p.id, p.title, p.arxiv_id, p.doi from papers p
      join title_keys k on k.paper_id = p.id and k.title_md5 = md5(p.title)
    where p.id = ${sql.ref(id)} and p.deleted_at is null offset 0)`
}

/** Looks each pair up, since a list of all papers of a large dump fits into no memory. */
const ofDump = (dumpId: string | undefined) =>
  dumpId === undefined
    ? sql`true`
    : sql`exists (select 1 from appearances s where s.paper_id = any(array[n.paper_id, n.other_id])
        and s.dump_id in ${familyOf(sql.val(dumpId))})`

/** Papers that may be one, by id; with `dump` those of which one stood in that dump. */
export async function nearDuplicates(
  db: Database,
  { limit, cursor, dump }: PageOptions & { dump?: string },
): Promise<Page<NearDuplicate>> {
  const [paperId = '', otherId = ''] = cursor ? decodeCursor(cursor, 2) : []
  if (cursor && !otherId) throw new AppError('BAD_REQUEST', 'cursor is not one of this list.')
  const { rows } = await sql<Row>`
    select n.kind, ${idsConflict} as "idsConflict", ${paper('a')} as a, ${paper('b')} as b from ${pairs}
    where (n.paper_id, n.other_id) > (${paperId}, ${otherId}) and ${ofDump(dump)}
    order by n.paper_id, n.other_id limit ${limit + 1}`.execute(db)
  const items = rows
    .slice(0, limit)
    .map(({ kind, idsConflict, a, b }) => ({ kind, idsConflict, papers: [a, b] }))
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items, nextCursor: last ? encodeCursor([last.a.id, last.b.id]) : null }
}

/** How many pairs a dump has, and whether all its papers were compared. */
export async function countNearDuplicates(
  db: Database,
  dump: string,
): Promise<{ compared: boolean; count: number }> {
  const { rows } = await sql<{ compared: boolean; count: number }>`
    select (select count(*) from ${pairs} where ${ofDump(dump)}) as count,
      not exists (select 1 from dumps d where d.id in ${familyOf(sql.val(dump))}
        and not exists (select 1 from dump_members m where m.parent_id = d.id)
        and (not d.closed or d.compared_run is distinct from d.run) and d.status <> 'failed') as compared`.execute(
    db,
  )
  return rows[0] ?? { compared: false, count: 0 }
}
