import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Titles that nearly equal each other share a key. `title_md5` is of the title that the keys are of; `compared`:
  // papers with a common key were looked at since.
  await sql`
    create table title_keys (
      paper_id  text     primary key,
      title_md5 text     not null,
      keys      bigint[] not null,
      compared  boolean  not null default false
    )`.execute(db)
  await sql`create index title_keys_by_key on title_keys using gin (keys)`.execute(db)
  await sql`
    create table near_duplicates (
      paper_id text    not null,
      other_id text    not null check (other_id > paper_id),
      kind     text    not null check (kind in ('same', 'letters', 'version', 'subtitle', 'word')),
      conflict boolean not null,
      primary key (paper_id, other_id)
    )`.execute(db)
  await sql`create index near_duplicates_by_other on near_duplicates (other_id)`.execute(db)
  // The run of a dump whose papers were compared with all others.
  await sql`alter table dumps add column compared_run integer`.execute(db)
  await sql`alter table dumps add column compare_lease_until timestamptz`.execute(db)
  await sql`
    create index dumps_to_compare on dumps (id) where closed and compared_run is distinct from run`.execute(
    db,
  )
}
