import { sql, type Transaction } from 'kysely'
import type { DB } from './schema.ts'

/** The dump itself and, if it is an archive, its members. */
export const familyOf = (id: ReturnType<typeof sql.ref> | ReturnType<typeof sql.val>) =>
  sql`(select ${id} union select m.child_id from dump_members m where m.parent_id = ${id})`

/** The members of an archive, locked in the order of their ids; of a dump that is none, none. */
export async function lockMembers(tx: Transaction<DB>, parentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from dumps where id in (select child_id from dump_members where parent_id = ${parentId})
    order by id for no key update`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Those that came in no other archive which still stands: an undo of this one takes only these back. */
export async function lockOwnMembers(tx: Transaction<DB>, parentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from dumps d where d.id in (select child_id from dump_members where parent_id = ${parentId})
      and not exists (
        select 1 from dump_members m join dumps p on p.id = m.parent_id
        where m.child_id = d.id and p.id <> ${parentId} and p.error_code is distinct from 'UNDONE' and not p.undoing)
    order by d.id for no key update`.execute(tx)
  return rows.map(({ id }) => id)
}
