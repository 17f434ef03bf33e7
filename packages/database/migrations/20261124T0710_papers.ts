import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Rows are never deleted: a paper that is gone is a tombstone, so its version never goes back.
  await sql`
    create table papers (
      id            text primary key,
      version       bigint not null default 1,
      title         text not null,
      abstract      text,
      authors       jsonb not null,
      arxiv_id      text,
      doi           text,
      url           text,
      code_urls     text[] not null,
      links         text[] not null,
      categories    text[] not null,
      published_at  timestamptz,
      upvotes       integer,
      first_seen_at timestamptz not null,
      last_seen_at  timestamptz not null,
      trending      double precision not null,
      merged_into   text,
      deleted_at    timestamptz,
      changed_at    timestamptz not null default now()
    )`.execute(db)
  await sql`create index papers_by_arxiv_id on papers (arxiv_id) where arxiv_id is not null`.execute(db)
  await sql`create index papers_by_doi on papers (doi) where doi is not null`.execute(db)
  await sql`create index papers_by_first_seen on papers (first_seen_at)`.execute(db)
  // Which papers a key (arxiv:…, doi:…, title:…) may mean. The first holder of a key has place 0: the
  // primary key makes two transactions that meet on a new key wait for each other.
  await sql`
    create table identities (
      key      text    not null,
      place    integer not null,
      paper_id text    not null references papers,
      primary key (key, place)
    )`.execute(db)
  await sql`create index identities_by_paper on identities (paper_id)`.execute(db)
  // What the records of a paper said, each different saying once; papers is the merge of these rows.
  await sql`
    create table paper_facts (
      paper_id      text not null references papers,
      hash          text not null,
      facts         jsonb not null,
      first_seen_at timestamptz not null,
      primary key (paper_id, hash)
    )`.execute(db)
  await sql`
    create table appearances (
      dump_id    text    not null references dumps,
      date       date    not null,
      ordinal    bigint  not null,
      run        integer not null,
      paper_id   text    not null references papers,
      facts_hash text    not null,
      position   text    not null,
      own_rank   integer,
      rank       integer,
      seen_at    timestamptz not null,
      primary key (dump_id, date, ordinal)
    )`.execute(db)
  await sql`create index appearances_by_paper on appearances (paper_id)`.execute(db)
  await sql`create index appearances_ranked on appearances (date, rank) where rank is not null`.execute(db)
}
