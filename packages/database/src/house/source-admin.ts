import type { Source } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { putSources, readSources, type SourcePlan } from '../source-store.ts'

/** Sources as operators change them. What stands in the file of SOURCES is changed there alone: `file`. */
export type SourceAdmin = {
  list(): Promise<Source[]>
  save(source: SourcePlan): Promise<'created' | 'changed' | 'file'>
  /** Its dumps stay. */
  remove(name: string): Promise<'removed' | 'none' | 'file'>
  /** False: there is none. One that is at work finishes its page. */
  pause(name: string): Promise<boolean>
  resume(name: string): Promise<boolean>
  pollNow(name: string): Promise<'asked' | 'paused' | 'none'>
}

export function sourceAdmin(db: Database): SourceAdmin {
  const mark = async (name: string, paused: boolean) => {
    const { numUpdatedRows } = await db
      .updateTable('sources')
      .set({ paused_at: paused ? sql<Date>`coalesce(paused_at, now())` : null })
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  return {
    list: () => readSources(db),
    save: (source) => save(db, source),

    async remove(name) {
      const { numDeletedRows } = await db
        .deleteFrom('sources')
        .where('name', '=', name)
        .where('origin', '=', 'operator')
        .executeTakeFirstOrThrow()
      if (numDeletedRows > 0n) return 'removed'
      const known = await db.selectFrom('sources').select('name').where('name', '=', name).executeTakeFirst()
      return known ? 'file' : 'none'
    },

    pause: (name) => mark(name, true),
    resume: (name) => mark(name, false),

    async pollNow(name) {
      const row = await db
        .updateTable('sources')
        .set({ next_at: sql<Date>`case when paused_at is null then least(next_at, now()) else next_at end` })
        .where('name', '=', name)
        .returning('paused_at')
        .executeTakeFirst()
      if (!row) return 'none'
      return row.paused_at ? 'paused' : 'asked'
    },
  }
}

function save(db: Database, source: SourcePlan): Promise<'created' | 'changed' | 'file'> {
  return db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('sources')
      .select('origin')
      .where('name', '=', source.name)
      .forUpdate()
      .executeTakeFirst()
    if (known?.origin === 'file') return 'file'
    await putSources(tx, [source], 'operator')
    return known ? 'changed' : 'created'
  })
}
