import type { Guess, Reject } from '@paperboy/contracts'
import { sql, type Transaction } from 'kysely'
import { type ChunkContent, unpackChunk } from './chunk-payload.ts'
import type { Database } from './create-database.ts'
import { leaseEnd } from './lease-end.ts'
import type { DB } from './schema.ts'

export type ChunkName = { dumpId: string; run: number; seq: number }

/** A chunk that this worker may parse, until the lease ends. `epoch` is the fence. */
export type ChunkClaim = ChunkName & {
  epoch: number
  /** How often work on it began, this time included. More than a few: it may be what kills the parser. */
  attempts: number
  format: string
  date: string
  receivedAt: Date
  content: ChunkContent
}

export type ChunkCounts = { created: number; updated: number; unchanged: number; rejected: number }
export type ChunkResult = {
  counts: ChunkCounts
  rejects: (Reject & { ordinal: number })[]
  /** What the dump's report says beside that. */
  notes?: { withoutAbstract: number; withdrawn: number; guesses: Guess[] }
}

export type ChunkStore = {
  /** Null when the chunk is done, gone with an earlier run, or at work elsewhere. */
  claim(chunk: ChunkName, leaseMs: number): Promise<ChunkClaim | null>
  renew(claim: ChunkClaim, leaseMs: number): Promise<void>
  /**
   * Runs `write` and closes the chunk in one transaction. False, and nothing written, when another
   * worker has claimed the chunk meanwhile.
   */
  commit(claim: ChunkClaim, write: (tx: Transaction<DB>) => Promise<ChunkResult>): Promise<boolean>
  /** Gives the chunk back. `blameless`: what went wrong is not its records' fault, so it does not count. */
  release(claim: ChunkClaim, options: { blameless: boolean }): Promise<void>
}

export function chunkStore(db: Database): ChunkStore {
  const held = (claim: ChunkClaim) =>
    db
      .updateTable('chunks')
      .where('dump_id', '=', claim.dumpId)
      .where('run', '=', claim.run)
      .where('seq', '=', claim.seq)
      .where('epoch', '=', claim.epoch)
      .where('done', '=', false)
  return {
    claim: (chunk, leaseMs) => claimChunk(db, chunk, leaseMs),
    async renew(claim, leaseMs) {
      await held(claim)
        .set({ lease_until: leaseEnd(leaseMs) })
        .execute()
    },
    commit: (claim, write) => db.transaction().execute((tx) => commitChunk(tx, claim, write)),
    async release(claim, { blameless }) {
      const attempts = blameless ? sql<number>`attempts - 1` : sql<number>`attempts`
      await held(claim).set({ lease_until: null, attempts }).execute()
    },
  }
}

async function claimChunk(db: Database, chunk: ChunkName, leaseMs: number): Promise<ChunkClaim | null> {
  const row = await db
    .updateTable('chunks as c')
    .from('dumps as d')
    .set({ epoch: sql`c.epoch + 1`, attempts: sql`c.attempts + 1`, lease_until: leaseEnd(leaseMs) })
    .whereRef('d.id', '=', 'c.dump_id')
    .whereRef('d.run', '=', 'c.run')
    .where('c.dump_id', '=', chunk.dumpId)
    .where('c.run', '=', chunk.run)
    .where('c.seq', '=', chunk.seq)
    .where('c.done', '=', false)
    .where((eb) => eb.or([eb('c.lease_until', 'is', null), eb('c.lease_until', '<', sql<Date>`now()`)]))
    .returning(['c.epoch', 'c.attempts', 'c.payload', 'd.format', 'd.date', 'd.received_at'])
    .executeTakeFirst()
  if (!row?.payload || !row.format || !row.date) return null
  return {
    ...chunk,
    epoch: row.epoch,
    attempts: row.attempts,
    format: row.format,
    date: row.date,
    receivedAt: row.received_at,
    content: await unpackChunk(row.payload),
  }
}

async function commitChunk(
  tx: Transaction<DB>,
  claim: ChunkClaim,
  write: (tx: Transaction<DB>) => Promise<ChunkResult>,
): Promise<boolean> {
  const fence = await tx
    .selectFrom('chunks')
    .select('seq')
    .where('dump_id', '=', claim.dumpId)
    .where('run', '=', claim.run)
    .where('seq', '=', claim.seq)
    .where('epoch', '=', claim.epoch)
    .where('done', '=', false)
    .forUpdate()
    .executeTakeFirst()
  if (!fence) return false
  const { counts, rejects, notes } = await write(tx)
  if (rejects.length > 0) {
    const rows = rejects.map((reject) => ({ ...reject, dump_id: claim.dumpId }))
    // Six columns a row: a thousand rows stay far below the 65,535 parameters of a statement.
    await tx
      .insertInto('rejects')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['dump_id', 'ordinal']).doNothing())
      .execute()
  }
  await tx
    .updateTable('chunks')
    .set({
      ...counts,
      ...{ done: true, payload: null, lease_until: null },
      without_abstract: notes?.withoutAbstract ?? 0,
      withdrawn: notes?.withdrawn ?? 0,
      guesses: notes && notes.guesses.length > 0 ? JSON.stringify(notes.guesses) : null,
    })
    .where('dump_id', '=', claim.dumpId)
    .where('run', '=', claim.run)
    .where('seq', '=', claim.seq)
    .execute()
  return true
}
