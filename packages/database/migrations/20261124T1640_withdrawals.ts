import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // What sources took back, by the id they named: kept also where no paper has that id (yet).
  await sql`
    create table withdrawals (
      dump_id  text           not null references dumps,
      ordinal  bigint         not null,
      key      text           not null,
      run      integer        not null,
      position text           not null,
      at       timestamptz(3) not null,
      primary key (dump_id, ordinal, key)
    )`.execute(db)
  await sql`create index withdrawals_by_key on withdrawals (key)`.execute(db)
  // Set with deleted_at: the paper's newest statement is that it is withdrawn. Its sayings stay.
  await sql`alter table papers add column withdrawn_at timestamptz(3)`.execute(db)
  await sql`alter table chunks add column withdrawn integer not null default 0`.execute(db)
}
