import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The papers of a day are counted for the first page: of living papers alone, that needs no look at their rows.
  await sql`create index living_papers_by_first_seen on papers (first_seen_at) where deleted_at is null`.execute(
    db,
  )
  await sql`drop index papers_by_first_seen`.execute(db)
}
