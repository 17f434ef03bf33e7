import { sql } from 'kysely'
import type { Database } from './create-database.ts'

/** Whether this is the first start of a database, across starts that are cut off. */
export type FirstStart = {
  /** True on an empty database, and again until `finish`. */
  begin(): Promise<boolean>
  finish(): Promise<void>
}

export function firstStart(db: Database): FirstStart {
  const write = (state: string) => sql`
    insert into settings (name, value) values ('first-start', to_jsonb(${state}::text))
    on conflict (name) do update set value = excluded.value`
  return {
    async begin() {
      const { rows } = await sql<{ state: string }>`
        select value #>> '{}' as state from settings where name = 'first-start'`.execute(db)
      if (rows[0]) return rows[0].state === 'begun'
      const dump = await db.selectFrom('dumps').select('id').limit(1).executeTakeFirst()
      await write(dump ? 'finished' : 'begun').execute(db)
      return dump === undefined
    },
    async finish() {
      await write('finished').execute(db)
    },
  }
}
