import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Ids arrive after a pair was found, so whether they conflict is told by the papers.
  await sql`alter table near_duplicates drop column conflict`.execute(db)
}
