import { AppError } from '@paperboy/service-kit'
import { sql, type Transaction } from 'kysely'
import { lockMembers } from '../dump-family.ts'
import type { DB } from '../schema.ts'

/** Only what is read as records gets a day of its own. */
const hasDay = sql<boolean>`exists (select 1 from dump_days y where y.dump_id = dumps.id and y.first)`.as(
  'hasDay',
)

/**
 * Asks for the rejects of a dump to be parsed again, of an archive those of its files. Null when there is no
 * such dump. Throws CONFLICT when there is no list to start from: the dump is at work, has failed or was taken back,
 * or is an archive of which no file became a dump.
 */
export async function beginRejects(tx: Transaction<DB>, id: string): Promise<{ dumpIds: string[] } | null> {
  const dump = await tx
    .selectFrom('dumps')
    .select(['status', 'undoing', 'error_code'])
    .select(hasDay)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!dump) return null
  refuseUnlessDone(id, dump)
  const members = await lockMembers(tx, id)
  if (members.length === 0 && !dump.hasDay)
    throw new AppError(
      'CONFLICT',
      `No file of the archive ${id} became a dump, so there are no records to parse. Replay all of it.`,
    )
  const dumpIds = await withRejects(tx, members.length > 0 ? members : [id])
  for (const dumpId of dumpIds) await begin(tx, dumpId)
  if (members.length > 0 && dumpIds.length > 0) await reopenArchive(tx, id)
  return { dumpIds }
}

function refuseUnlessDone(
  id: string,
  dump: { status: string; undoing: boolean; error_code: string | null },
): void {
  if (dump.status === 'done') return
  if (dump.error_code === 'UNDONE' || dump.undoing)
    throw new AppError('CONFLICT', `The dump ${id} was taken back, and has no rejects. Replay all of it.`)
  if (dump.status === 'failed')
    throw new AppError('CONFLICT', `The dump ${id} failed before its end. Replay all of it.`)
  throw new AppError('CONFLICT', `The dump ${id} is at work. Ask again when it is done.`)
}

async function withRejects(tx: Transaction<DB>, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from dumps d where d.id = any(${ids}::text[]) and d.status = 'done'
      and exists (select 1 from chunks c where c.dump_id = d.id and c.run = d.run and c.rejected > 0)
    order by d.id`.execute(tx)
  return rows.map((row) => row.id)
}

/**
 * The run stays: what it has written holds. `split_done` is taken back, so that nobody closes the dump before
 * its last reject, and the epoch is raised against whoever had split it.
 */
async function begin(tx: Transaction<DB>, dumpId: string): Promise<void> {
  await sql`
    update dumps set status = 'processing', rejects_from = 0, split_done = false, closed = false, compared_run = null,
      split_epoch = split_epoch + 1, split_lease_until = null, started_at = now(), finished_at = null
    where id = ${dumpId}`.execute(tx)
  await sql`
    update chunks c set attempts = 0 from dumps d
    where d.id = c.dump_id and d.run = c.run and d.id = ${dumpId} and c.rejected > 0`.execute(tx)
  // Days that the dump also stands for get the papers that it has then.
  await sql`update dump_days set applied = false where dump_id = ${dumpId} and not first`.execute(tx)
}

/** It is done again when its members are. */
async function reopenArchive(tx: Transaction<DB>, id: string): Promise<void> {
  await sql`
    update dumps set status = 'processing', started_at = now(), finished_at = null where id = ${id}`.execute(
    tx,
  )
}
