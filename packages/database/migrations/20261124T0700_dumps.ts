import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table uploads (
      blob_id    uuid primary key,
      touched_at timestamptz not null default now()
    )`.execute(db)
  // The bytes of a dump, in parts that are compressed one by one (zstd), so that they can be streamed.
  await sql`
    create table dump_parts (
      blob_id uuid    not null,
      seq     integer not null,
      bytes   bytea   not null,
      primary key (blob_id, seq)
    )`.execute(db)
  await sql`alter table dump_parts alter column bytes set storage external`.execute(db)
  await sql`
    create table dumps (
      id                text primary key,
      sha256            text not null unique,
      blob_id           uuid not null,
      filename          text,
      bytes             bigint not null,
      format_asked      text not null default 'auto',
      format            text,
      date              date,
      status            text not null default 'received'
        check (status in ('received', 'splitting', 'processing', 'done', 'failed')),
      error_code        text,
      error_message     text,
      run               integer not null default 1,
      split_epoch       integer not null default 0,
      split_lease_until timestamptz,
      split_done        boolean not null default false,
      closed            boolean not null default false,
      ranks             boolean not null default false,
      received_at       timestamptz(3) not null default now(),
      finished_at       timestamptz
    )`.execute(db)
  await sql`create index dumps_by_receipt on dumps (received_at desc, id)`.execute(db)
  await sql`create index dumps_at_work on dumps (status) where status not in ('done', 'failed')`.execute(db)
  // The days a dump stands for: one as a rule, more when the same bytes are fed with other dates.
  await sql`
    create table dump_days (
      dump_id     text not null references dumps,
      date        date not null,
      first       boolean not null,
      applied     boolean not null,
      received_at timestamptz(3) not null default now(),
      primary key (dump_id, date)
    )`.execute(db)
  await sql`
    create table chunks (
      dump_id     text not null references dumps,
      run         integer not null,
      seq         integer not null,
      records     integer not null,
      payload     bytea,
      done        boolean not null default false,
      epoch       integer not null default 0,
      attempts    integer not null default 0,
      lease_until timestamptz,
      created     integer not null default 0,
      updated     integer not null default 0,
      unchanged   integer not null default 0,
      rejected    integer not null default 0,
      primary key (dump_id, run, seq)
    )`.execute(db)
  await sql`alter table chunks alter column payload set storage external`.execute(db)
  await sql`create index chunks_open on chunks (dump_id, run, seq) where not done`.execute(db)
  await sql`
    create table rejects (
      dump_id  text   not null references dumps,
      ordinal  bigint not null,
      position text   not null,
      code     text   not null,
      reason   text   not null,
      excerpt  text   not null,
      primary key (dump_id, ordinal)
    )`.execute(db)
}
