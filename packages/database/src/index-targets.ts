import { sql } from 'kysely'
import type { Database } from './create-database.ts'
import { changeTargets } from './index-queue.ts'

export type IndexTarget = { name: string; state: 'live' | 'building'; filled: boolean }

/** Which generations of the search index get every change, and how far a new one is filled. */
export type IndexTargets = {
  list(): Promise<IndexTarget[]>
  /** Asks for a new generation; kept until one is begun. */
  requestRebuild(): Promise<void>
  /** Whether a new generation is asked for or being built. */
  rebuildOutstanding(): Promise<boolean>
  /** From its commit on every changed paper is queued for the target. Replaces a target of the same state. */
  add(name: string, state: IndexTarget['state']): Promise<void>
  /** Queues the next papers that the target has not got yet. False when all are queued. */
  fill(name: string, limit: number): Promise<boolean>
  /** The building target becomes the live one. */
  promote(name: string): Promise<void>
  remove(name: string): Promise<void>
  /** Papers that a complete index holds. */
  countPapers(): Promise<number>
  /** Runs `work` unless another process is at it: one at a time looks after the targets. */
  alone(work: () => Promise<void>): Promise<boolean>
}

const ALONE_LOCK = 7_266_002

export function indexTargets(db: Database): IndexTargets {
  return {
    async list() {
      const rows = await db.selectFrom('index_targets').select(['name', 'state', 'filled']).execute()
      return rows as IndexTarget[]
    },

    async requestRebuild() {
      await sql`insert into settings (name, value) values ('rebuild', 'true') on conflict (name) do nothing`.execute(
        db,
      )
    },

    async rebuildOutstanding() {
      const { rows } = await sql<{ outstanding: boolean }>`
        select exists (select 1 from settings where name = 'rebuild')
            or exists (select 1 from index_targets where state = 'building') as outstanding`.execute(db)
      return rows[0]?.outstanding ?? false
    },

    add: (name, state) =>
      db.transaction().execute(async (tx) => {
        await changeTargets(tx)
        await tx.deleteFrom('index_targets').where('state', '=', state).execute()
        await tx.insertInto('index_targets').values({ name, state }).execute()
        if (state === 'building') await tx.deleteFrom('settings').where('name', '=', 'rebuild').execute()
      }),

    fill: (name, limit) => fillTarget(db, name, limit),

    promote: (name) =>
      db.transaction().execute(async (tx) => {
        await changeTargets(tx)
        await tx.deleteFrom('index_targets').where('state', '=', 'live').where('name', '!=', name).execute()
        await tx.updateTable('index_targets').set({ state: 'live' }).where('name', '=', name).execute()
      }),

    async remove(name) {
      await db.deleteFrom('index_targets').where('name', '=', name).execute()
    },

    async countPapers() {
      const { n } = await db
        .selectFrom('papers')
        .select(sql<number>`count(*)`.as('n'))
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow()
      return n
    },

    // One connection holds a session lock meanwhile; a killed process gives it back with its connection.
    alone: (work) =>
      db.connection().execute(async (held) => {
        const { rows } = await sql<{ got: boolean }>`
          select pg_try_advisory_lock(${sql.lit(ALONE_LOCK)}) as got`.execute(held)
        if (!rows[0]?.got) return false
        try {
          await work()
        } finally {
          await sql`select pg_advisory_unlock(${sql.lit(ALONE_LOCK)})`.execute(held)
        }
        return true
      }),
  }
}

/** Walks the papers in the order of their ids; where it stands is kept with the target. */
function fillTarget(db: Database, name: string, limit: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const target = await tx
      .selectFrom('index_targets')
      .select(['filled_up_to', 'filled'])
      .where('name', '=', name)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!target || target.filled) return false
    const { rows } = await sql<{ id: string }>`
      with next as (select id, version from papers where id > ${target.filled_up_to ?? ''} order by id limit ${limit}),
      queued as (
        insert into index_queue (target, paper_id, version) select ${name}, id, version from next
        on conflict (target, paper_id) do nothing)
      select id from next order by id desc limit 1`.execute(tx)
    const last = rows[0]?.id
    await tx
      .updateTable('index_targets')
      .set(last ? { filled_up_to: last } : { filled: true })
      .where('name', '=', name)
      .execute()
    return last !== undefined
  })
}
