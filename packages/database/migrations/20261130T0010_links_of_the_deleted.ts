import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The hash of a link outlives its subscriber, so that the button of an old mail can tell who left from what was made up.
  await sql`alter table subscriber_links alter column subscriber_id drop not null`.execute(db)
  await sql`
    alter table subscriber_links
      drop constraint subscriber_links_subscriber_id_fkey,
      add constraint subscriber_links_subscriber_id_fkey
        foreign key (subscriber_id) references subscribers on delete set null`.execute(db)
  await sql`create index subscriber_links_of_subscriber on subscriber_links (subscriber_id)`.execute(db)
}
