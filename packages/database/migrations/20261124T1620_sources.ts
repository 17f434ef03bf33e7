import { type Kysely, sql } from 'kysely'

/** What is known of each source that is polled; when it is due is decided here, not by a clock in a process. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sources (
      name          text primary key,
      url           text not null,
      format        text not null,
      cron          text not null,
      time_zone     text not null,
      next_at       timestamptz(3) not null,
      checked_at    timestamptz(3),
      outcome       text,
      dump_id       text references dumps,
      etag          text,
      last_modified text,
      failures      integer not null default 0,
      since         timestamptz(3),
      begun_at      timestamptz(3),
      token         text,
      pages         integer not null default 0,
      epoch         integer not null default 0,
      lease_until   timestamptz
    )`.execute(db)
}
