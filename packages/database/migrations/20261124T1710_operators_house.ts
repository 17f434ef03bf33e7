import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Keys beside OPERATOR_KEY. Of a key only its hash is kept; a revoked one stays, for the log of acts.
  await sql`
    create table api_keys (
      id           text primary key,
      name         text not null,
      key_hash     text not null unique,
      scope        text not null check (scope in ('read', 'ingest', 'all', 'client')),
      per_minute   integer check (per_minute > 0),
      created_by   text not null,
      created_at   timestamptz(3) not null default now(),
      last_used_at timestamptz(3),
      revoked_at   timestamptz(3),
      check ((scope = 'client') = (per_minute is not null))
    )`.execute(db)
  await sql`create unique index api_keys_in_force on api_keys (name) where revoked_at is null`.execute(db)
  // Who has signed in on the pages; without a key_id by OPERATOR_KEY. Signing out deletes the row.
  await sql`
    create table operator_sessions (
      id_hash    text primary key,
      key_id     text references api_keys,
      created_at timestamptz(3) not null default now(),
      expires_at timestamptz(3) not null
    )`.execute(db)
  await sql`create index operator_sessions_by_end on operator_sessions (expires_at)`.execute(db)
  // What operators did, or tried to.
  await sql`
    create table operator_acts (
      id      bigint generated always as identity primary key,
      at      timestamptz(3) not null default now(),
      who     text not null,
      session text,
      via     text not null check (via in ('page', 'api')),
      act     text not null,
      target  text,
      status  integer not null
    )`.execute(db)
  // Sources come from the file that SOURCES names or from an operator; the file says nothing of the latter.
  await sql`
    alter table sources
      add column origin        text not null default 'file' check (origin in ('file', 'operator')),
      add column oai           boolean not null default false,
      add column allow_private boolean not null default false,
      add column timeout_ms    integer not null default 120000,
      add column max_bytes     bigint not null default 268435456,
      add column pause_ms      integer not null default 3000,
      add column paused_at     timestamptz(3)`.execute(db)
  // Figures by the minute, added up over all processes; kept for some days.
  await sql`
    create table search_minutes (
      minute timestamptz(0) not null,
      bucket smallint not null,
      count  integer not null,
      primary key (minute, bucket)
    )`.execute(db)
  await sql`
    create table stage_minutes (
      minute  timestamptz(0) not null,
      stage   text not null,
      records bigint not null,
      primary key (minute, stage)
    )`.execute(db)
  await sql`
    create table index_minutes (
      minute    timestamptz(0) primary key,
      waiting   integer not null,
      oldest_ms bigint not null
    )`.execute(db)
}
