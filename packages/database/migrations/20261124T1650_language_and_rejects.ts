import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Follows from title and abstract. Papers of before get theirs when something new is said of them.
  await sql`alter table papers add column language text`.execute(db)
  // The chunk from which on the rejects of a dump are parsed again; null: nobody asked for that.
  await sql`alter table dumps add column rejects_from integer`.execute(db)
  await sql`create index dumps_rejects on dumps (id) where rejects_from is not null`.execute(db)
}
