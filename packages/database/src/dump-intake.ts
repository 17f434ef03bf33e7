import type { Dump } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { dropBytes, type StoredBytes, writeBytes } from './dump-bytes.ts'
import { restartDump } from './dumps-admin.ts'
import { dumpsRead } from './dumps-read.ts'
import type { DB } from './schema.ts'

/** Long enough to be unique among all dumps there will be, short enough for a URL and a log line. */
const ID_LENGTH = 24

export type IntakeOptions = {
  filename: string | null
  /** YYYY-MM-DD; null: what the dump states, else the UTC day of receipt. */
  date: string | null
  /** 'auto' or the name of a format. */
  format: string
  maxBytes: number
}

/** `job` is what has to be announced for the dump now; null when there is nothing to do. */
export type StoredDump = { dump: Dump; duplicate: boolean; job: 'dump.split' | 'dump.day' | null }

export type Intake = {
  /**
   * Stores the bytes as a dump. The same bytes are the same dump: with another date they add that day
   * to it, and a dump that had failed is tried again.
   */
  store(bytes: AsyncIterable<Uint8Array>, options: IntakeOptions): Promise<StoredDump>
}

export function intake(db: Database): Intake {
  return {
    async store(bytes, options) {
      const stored = await writeBytes(db, bytes, options.maxBytes)
      const id = stored.sha256.slice(0, ID_LENGTH)
      const { duplicate, job } = await db.transaction().execute((tx) => register(tx, id, stored, options))
      if (duplicate) await dropBytes(db, stored.blobId)
      const dump = await dumpsRead(db).get(id)
      if (!dump) throw new AppError('INTERNAL', `Dump ${id} is gone.`)
      return { dump, duplicate, job }
    },
  }
}

async function register(tx: Transaction<DB>, id: string, stored: StoredBytes, options: IntakeOptions) {
  const inserted = await tx
    .insertInto('dumps')
    .values({
      id,
      sha256: stored.sha256,
      blob_id: stored.blobId,
      filename: options.filename,
      bytes: stored.bytes,
      format_asked: options.format,
      date: options.date,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return { duplicate: true, job: await again(tx, id, options) }
  await tx.deleteFrom('uploads').where('blob_id', '=', stored.blobId).execute()
  return { duplicate: false, job: 'dump.split' as const }
}

const isArchive = sql<boolean>`exists (select 1 from dump_members m where m.parent_id = dumps.id)`.as(
  'isArchive',
)

/** The same bytes once more: what there is to do depends on how the first time ended. */
async function again(tx: Transaction<DB>, id: string, options: IntakeOptions): Promise<StoredDump['job']> {
  const dump = await tx
    .selectFrom('dumps')
    .select(['status', 'date'])
    .select(isArchive)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  if (dump.status === 'failed') {
    const changes = {
      format_asked: options.format,
      filename: options.filename,
      date: options.date ?? dump.date,
    }
    await tx.updateTable('dumps').set(changes).where('id', '=', id).execute()
    await restartDump(tx, id)
    return 'dump.split'
  }
  // A dump whose own day is not known yet gets it from its content; a day asked for is then a further one.
  if (!options.date || options.date === dump.date) return null
  if (dump.isArchive) {
    // Its members get the day when it is read again.
    await tx.updateTable('dumps').set({ date: options.date }).where('id', '=', id).execute()
    await restartDump(tx, id)
    return 'dump.split'
  }
  const day = await tx
    .insertInto('dump_days')
    .values({ dump_id: id, date: options.date, first: false, applied: false })
    .onConflict((conflict) => conflict.columns(['dump_id', 'date']).doNothing())
    .returning('date')
    .executeTakeFirst()
  if (!day) return null
  await tx
    .updateTable('dumps')
    .set({
      status: sql`case when status = 'done' then 'processing' else status end`,
      started_at: sql`case when status = 'done' then now() else started_at end`,
      finished_at: null,
    })
    .where('id', '=', id)
    .execute()
  return 'dump.day'
}
