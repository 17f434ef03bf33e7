import { sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { leaseEnd } from './lease-end.ts'
import type { DB } from './schema.ts'

/** A dump that this worker may take back, until the lease ends. `epoch` is the fence. */
export type UndoClaim = { dumpId: string; run: number; epoch: number }

/** more: a batch is gone; wait: members of the archive are still at it; done: nothing was left and the dump says so; lost: another worker or a replay has the dump. */
export type UndoStep = 'more' | 'wait' | 'done' | 'lost'

/** What a step takes back: what was said of papers, or the withdrawals of ids. */
export type UndoPart = { paperIds: string[]; withdrawnKeys: string[] }
type WriteUndo = (tx: Transaction<DB>, part: UndoPart) => Promise<void>

export type UndoStore = {
  /** Null when the dump is not to be undone (any more), or at work elsewhere. */
  claim(dumpId: string, leaseMs: number): Promise<UndoClaim | null>
  /**
   * Runs `write` on the papers of some of the dump's appearances, then on some of the ids that it withdrew, in one
   * transaction that renews the lease. `write` must remove them. When none is left, the dump ends as `failed`
   * with UNDONE.
   */
  step(claim: UndoClaim, options: { papers: number; leaseMs: number }, write: WriteUndo): Promise<UndoStep>
  release(claim: UndoClaim): Promise<void>
}

const UNDONE = {
  error_code: 'UNDONE',
  error_message: 'The dump was undone: nothing of it is left but its bytes. Replay it to bring it back.',
}

export function undoStore(db: Database): UndoStore {
  return {
    async claim(dumpId, leaseMs) {
      // A dump is split or undone, never both in one run, so both use one lease.
      const row = await db
        .updateTable('dumps')
        .set({ split_epoch: sql`split_epoch + 1`, split_lease_until: leaseEnd(leaseMs) })
        .where('id', '=', dumpId)
        .where('undoing', '=', true)
        .where((eb) =>
          eb.or([eb('split_lease_until', 'is', null), eb('split_lease_until', '<', sql<Date>`now()`)]),
        )
        .returning(['run', 'split_epoch'])
        .executeTakeFirst()
      return row ? { dumpId, run: row.run, epoch: row.split_epoch } : null
    },

    step: (claim, options, write) => db.transaction().execute((tx) => step(tx, claim, options, write)),

    async release(claim) {
      await db
        .updateTable('dumps')
        .set({ split_lease_until: null })
        .where('id', '=', claim.dumpId)
        .where('split_epoch', '=', claim.epoch)
        .where('undoing', '=', true)
        .execute()
    },
  }
}

async function step(
  tx: Transaction<DB>,
  { dumpId, run, epoch }: UndoClaim,
  { papers, leaseMs }: { papers: number; leaseMs: number },
  write: WriteUndo,
): Promise<UndoStep> {
  const held = await tx
    .selectFrom('dumps')
    .select('id')
    .where('id', '=', dumpId)
    .where('run', '=', run)
    .where('split_epoch', '=', epoch)
    .where('undoing', '=', true)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!held) return 'lost'
  const part = await nextPart(tx, dumpId, papers)
  const dump = tx.updateTable('dumps').where('id', '=', dumpId)
  if (part) {
    await write(tx, part)
    await dump.set({ split_lease_until: leaseEnd(leaseMs) }).execute()
    return 'more'
  }
  if (await membersAtWork(tx, dumpId)) return 'wait'
  await dump
    .set({
      ...UNDONE,
      status: 'failed',
      undoing: false,
      split_lease_until: null,
      ranks: false,
      finished_at: sql`now()`,
    })
    .execute()
  return 'done'
}

/** Null when nothing is left. */
async function nextPart(tx: Transaction<DB>, dumpId: string, limit: number): Promise<UndoPart | null> {
  const papers = await sql<{ paper_id: string }>`
    select distinct paper_id from (
      select paper_id from appearances where dump_id = ${dumpId} order by date, ordinal limit ${limit}) as batch`.execute(
    tx,
  )
  if (papers.rows.length > 0) return { paperIds: papers.rows.map((row) => row.paper_id), withdrawnKeys: [] }
  const withdrawn = await sql<{ key: string }>`
    select distinct key from (
      select key from withdrawals where dump_id = ${dumpId} order by ordinal limit ${limit}) as batch`.execute(
    tx,
  )
  if (withdrawn.rows.length === 0) return null
  return { paperIds: [], withdrawnKeys: withdrawn.rows.map((row) => row.key) }
}

async function membersAtWork(tx: Transaction<DB>, parentId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from dump_members m join dumps d on d.id = m.child_id
    where m.parent_id = ${parentId} and d.undoing limit 1`.execute(tx)
  return rows.length > 0
}
