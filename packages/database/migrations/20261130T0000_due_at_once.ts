import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Rounded to milliseconds, now() could lie in the future: what was due at once was not yet due.
  // Contract: nothing is taken away; microseconds are added.
  await sql`alter table sources alter column next_at type timestamptz`.execute(db)
}
