import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // When a paper's row was made: what is new since the last issue. first_seen_at is the day its dump states.
  await sql`alter table papers add column known_at timestamptz not null default now()`.execute(db)
  await sql`create index papers_by_known_at on papers (known_at)`.execute(db)
  await sql`create index papers_merged on papers (merged_into) where merged_into is not null`.execute(db)
  await sql`alter table dumps add column closed_at timestamptz`.execute(db)
  await sql`update dumps set closed_at = coalesce(finished_at, now()) where closed`.execute(db)
  await sql`alter table dump_days add column applied_at timestamptz`.execute(db)

  await sql`
    create table subscribers (
      id              text primary key,
      email           text not null,
      email_key       text not null unique,
      state           text not null default 'pending' check (state in ('pending', 'confirmed', 'unsubscribed')),
      time_zone       text not null default 'UTC',
      hour            integer not null default 8 check (hour between 0 and 23),
      frequency       text not null default 'daily' check (frequency in ('daily', 'weekly')),
      weekdays        integer[] not null default '{1,2,3,4,5,6,7}',
      max_papers      integer not null default 20 check (max_papers between 1 and 100),
      paused_until    date,
      source          text not null default 'page',
      created_at      timestamptz not null default now(),
      confirmed_at    timestamptz,
      unsubscribed_at timestamptz,
      last_date       date,
      considered_at   timestamptz,
      due_at          timestamptz
    )`.execute(db)
  await sql`create index subscribers_due on subscribers (due_at) where state = 'confirmed'`.execute(db)
  await sql`
    create table topics (
      subscriber_id text not null references subscribers on delete cascade,
      query         text,
      unique nulls not distinct (subscriber_id, query)
    )`.execute(db)
  // What a confirmation mail will confirm. The token itself is only in the mail.
  await sql`
    create table confirmations (
      id            text primary key,
      token_hash    text not null unique,
      subscriber_id text not null references subscribers on delete cascade,
      wants         jsonb not null,
      created_at    timestamptz not null default now(),
      expires_at    timestamptz not null,
      sent_at       timestamptz,
      confirmed_at  timestamptz,
      lease_until   timestamptz,
      attempts      integer not null default 0
    )`.execute(db)
  await sql`create index confirmations_of_subscriber on confirmations (subscriber_id, created_at)`.execute(db)
  await sql`create index confirmations_unsent on confirmations (created_at) where sent_at is null`.execute(db)
  // The token of a subscriber's links (manage, unsubscribe), hashed.
  await sql`
    create table subscriber_links (
      token_hash    text primary key,
      subscriber_id text not null references subscribers on delete cascade
    )`.execute(db)
  // Addresses that get no mail, as hashes, also of subscribers that are deleted.
  await sql`
    create table suppressions (
      email_hash text primary key,
      reason     text not null check (reason in ('unsubscribed', 'deleted', 'hard', 'soft', 'complaint')),
      at         timestamptz not null default now()
    )`.execute(db)
  await sql`
    create table bounces (
      id         bigint generated always as identity primary key,
      email_hash text not null,
      type       text not null check (type in ('hard', 'soft', 'complaint')),
      detail     text not null,
      at         timestamptz not null default now()
    )`.execute(db)
  await sql`create index bounces_of_address on bounces (email_hash, at)`.execute(db)
  // The mails of the bounce mailbox that were read, by name: nothing is changed in the mailbox itself.
  await sql`
    create table bounce_mails (
      name     text primary key,
      taken_at timestamptz not null default now()
    )`.execute(db)
  await sql`
    create table issues (
      id            text primary key,
      subscriber_id text not null references subscribers on delete cascade,
      date          date not null,
      outcome       text not null check (outcome in ('frozen', 'empty', 'late', 'paused')),
      created_at    timestamptz not null default now(),
      unique (subscriber_id, date)
    )`.execute(db)
  await sql`create index issues_by_date on issues (date)`.execute(db)
  // A paper reaches a subscriber once, ever: the unique key, whatever the planner thinks.
  await sql`
    create table issue_papers (
      issue_id      text not null references issues on delete cascade,
      place         integer not null,
      subscriber_id text not null references subscribers on delete cascade,
      paper_id      text not null references papers,
      why           jsonb not null,
      primary key (issue_id, place),
      unique (subscriber_id, paper_id)
    )`.execute(db)
  await sql`create index issue_papers_of_paper on issue_papers (paper_id)`.execute(db)
  await sql`
    create table deliveries (
      issue_id      text primary key references issues on delete cascade,
      subscriber_id text not null references subscribers on delete cascade,
      state         text not null default 'planned'
        check (state in ('planned', 'sending', 'sent', 'retry', 'failed', 'suppressed', 'unknown')),
      message_id    text not null unique,
      attempts      integer not null default 0,
      due_at        timestamptz not null default now(),
      give_up_at    timestamptz not null,
      epoch         integer not null default 0,
      lease_until   timestamptz,
      sent_at       timestamptz,
      response      text,
      error         text,
      changed_at    timestamptz not null default now()
    )`.execute(db)
  await sql`create index deliveries_due on deliveries (due_at, issue_id) where state in ('planned', 'retry')`.execute(
    db,
  )
  await sql`create index deliveries_sending on deliveries (lease_until) where state = 'sending'`.execute(db)
  await sql`create index deliveries_of_subscriber on deliveries (subscriber_id)`.execute(db)
  // An operator's wish to send a day's digest now.
  await sql`
    create table send_requests (
      id         text primary key,
      date       date not null,
      created_at timestamptz not null default now(),
      done_at    timestamptz
    )`.execute(db)
  // An operator's wish to see an issue; only the mailer renders mails. Kept for an hour.
  await sql`
    create table preview_requests (
      id            text primary key,
      date          date not null,
      subscriber_id text not null references subscribers on delete cascade,
      created_at    timestamptz not null default now(),
      answer        jsonb
    )`.execute(db)
}
