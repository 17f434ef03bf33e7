import { type Kysely, sql } from 'kysely'

/** What readers see, and the queue whose rows go when a change has become searchable. */
const watched = [
  ['papers', 'insert or update or delete'],
  ['appearances', 'insert or update or delete'],
  ['dumps', 'update'],
  ['index_queue', 'delete'],
  ['index_targets', 'insert or update or delete'],
] as const

/** Each transaction that changes what readers see tells so once, when it commits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function tell_change() returns trigger language plpgsql as $$
    begin
      perform pg_notify('paperboy_changed', '');
      return null;
    end $$`.execute(db)
  for (const [table, events] of watched) {
    await sql`
      create trigger tell_change after ${sql.raw(events)} on ${sql.table(table)}
      for each statement execute function tell_change()`.execute(db)
  }
}
