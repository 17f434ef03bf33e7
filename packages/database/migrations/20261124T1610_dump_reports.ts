import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a report adds up: per chunk, so that it commits with the records and goes with them.
  await sql`alter table chunks add column without_abstract integer not null default 0`.execute(db)
  await sql`alter table chunks add column guesses jsonb`.execute(db)
  // When the present run began; null until it does.
  await sql`alter table dumps add column started_at timestamptz`.execute(db)
  // An operator's wish to see what a dump would do, and the parser's answer. Gone when it is read.
  await sql`
    create table dry_runs (
      id          text primary key,
      blob_id     uuid not null,
      format      text not null,
      date        date,
      lease_until timestamptz,
      answer      jsonb,
      created_at  timestamptz(3) not null default now()
    )`.execute(db)
}
