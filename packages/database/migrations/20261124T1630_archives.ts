import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The files of a dump that is an archive, each a dump of its own. The same file may be in several archives.
  await sql`
    create table dump_members (
      parent_id text    not null references dumps,
      seq       integer not null,
      child_id  text    not null references dumps,
      primary key (parent_id, seq)
    )`.execute(db)
  await sql`create index dump_members_by_child on dump_members (child_id)`.execute(db)
}
