import { type Kysely, sql } from 'kysely'

/** A dump that is being taken back: its appearances go batch by batch, under the fence of its split. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table dumps add column undoing boolean not null default false`.execute(db)
  await sql`create index dumps_undoing on dumps (id) where undoing`.execute(db)
}
