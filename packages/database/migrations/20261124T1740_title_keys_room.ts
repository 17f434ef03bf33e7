import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Each row is marked once, soon after it was written: with room beside it its keys need not be indexed again.
  await sql`alter table title_keys set (fillfactor = 50)`.execute(db)
  // What waits to be put into the index is read by every search, and here each key is searched as soon as it is there.
  await sql`alter index title_keys_by_key set (fastupdate = off)`.execute(db)
  await sql`select gin_clean_pending_list('title_keys_by_key')`.execute(db)
}
