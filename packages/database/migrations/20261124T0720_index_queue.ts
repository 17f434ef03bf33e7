import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The generations of the search index that get every change: one live, one more while it is built.
  await sql`
    create table index_targets (
      name         text primary key,
      state        text not null check (state in ('live', 'building')),
      filled_up_to text,
      filled       boolean not null default false,
      created_at   timestamptz not null default now()
    )`.execute(db)
  await sql`create unique index index_targets_one_of_a_state on index_targets (state)`.execute(db)
  // One row per changed paper and target, not a log: many changes of a paper are one row.
  await sql`
    create table index_queue (
      target      text   not null references index_targets on delete cascade,
      paper_id    text   not null,
      version     bigint not null,
      queued_at   timestamptz not null default now(),
      due_at      timestamptz not null default now(),
      attempts    integer not null default 0,
      lease_token uuid,
      primary key (target, paper_id)
    ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`.execute(db)
  await sql`create index index_queue_by_paper on index_queue (paper_id)`.execute(db)
  await sql`create index index_queue_due on index_queue (target, due_at)`.execute(db)
  // Documents that the engine refuses for good, kept with its reason.
  await sql`
    create table index_rejects (
      target   text not null references index_targets on delete cascade,
      paper_id text not null,
      version  bigint not null,
      reason   text not null,
      at       timestamptz not null default now(),
      primary key (target, paper_id)
    )`.execute(db)
  await sql`
    create table settings (
      name  text primary key,
      value jsonb not null
    )`.execute(db)
}
