import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence paper_vectors_change`.execute(db)
  // What a paper means, as numbers of one byte each. No vector: the paper is gone, or its text was refused.
  await sql`
    create table paper_vectors (
      paper_id      text   primary key references papers,
      paper_version bigint not null,
      model         text   not null,
      text_hash     text   not null,
      vector        bytea,
      change        bigint not null default nextval('paper_vectors_change')
    )`.execute(db)
  // Numbers without a pattern: to compress them costs time and saves nothing.
  await sql`alter table paper_vectors alter column vector set storage external`.execute(db)
  await sql`create unique index paper_vectors_by_change on paper_vectors (change)`.execute(db)
}
