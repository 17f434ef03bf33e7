import { sql, type Transaction } from 'kysely'
import type { ChunkResult } from '../chunk-store.ts'
import type { Database } from '../create-database.ts'
import { readBytes } from '../dump-bytes.ts'
import { restartDump } from '../dumps-admin.ts'
import { leaseEnd } from '../lease-end.ts'
import type { DB } from '../schema.ts'
import { type RejectsChunk, writeRejects } from './write-rejects.ts'

/** A dump whose rejects this worker may parse again, until the lease ends. `epoch` is the fence. */
export type RejectsClaim = {
  dumpId: string
  run: number
  epoch: number
  format: string
  date: string
  receivedAt: Date
  bytes: AsyncGenerator<Uint8Array>
}

export type RejectsStore = {
  /** Null when nobody asked for it (any more), or another worker is at it. */
  claim(dumpId: string, leaseMs: number): Promise<RejectsClaim | null>
  renew(claim: RejectsClaim, leaseMs: number): Promise<void>
  /** The next chunk that has rejects, counted as one more attempt; null: there is none, or the claim was lost. */
  next(claim: RejectsClaim): Promise<RejectsChunk | null>
  /**
   * Runs `write`, puts the chunk's counts and rejects right and goes on behind it, in one transaction. False,
   * and nothing written, when the claim was lost.
   */
  commit(
    claim: RejectsClaim,
    chunk: RejectsChunk,
    write: (tx: Transaction<DB>) => Promise<ChunkResult>,
  ): Promise<boolean>
  /** Leaves a chunk with the rejects that it has. */
  skip(claim: RejectsClaim, chunk: RejectsChunk): Promise<boolean>
  /** All are parsed: the dump may be closed. False when the claim was lost. */
  finish(claim: RejectsClaim): Promise<boolean>
  /** All of the dump is to be parsed again, as a new run. False, and nothing written, when the claim was lost. */
  restart(claim: RejectsClaim): Promise<boolean>
  /** Gives the claim back; `blameless`: the attempt at this chunk does not count. */
  release(claim: RejectsClaim, options: { blameless: RejectsChunk | null }): Promise<void>
}

export function rejectsStore(db: Database): RejectsStore {
  const fenced = (claim: RejectsClaim, change: (tx: Transaction<DB>) => Promise<unknown>) =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql`
        select 1 from dumps where id = ${claim.dumpId} and run = ${claim.run} and split_epoch = ${claim.epoch}
          and rejects_from is not null for no key update`.execute(tx)
      if (rows.length > 0) await change(tx)
      return rows.length > 0
    })
  const goOn = (tx: Transaction<DB>, { dumpId }: RejectsClaim, { seq }: RejectsChunk) =>
    sql`update dumps set rejects_from = ${seq + 1} where id = ${dumpId}`.execute(tx)
  return {
    claim: (dumpId, leaseMs) => claimRejects(db, dumpId, leaseMs),
    async renew({ dumpId, epoch }, leaseMs) {
      await sql`
        update dumps set split_lease_until = ${leaseEnd(leaseMs)}
        where id = ${dumpId} and split_epoch = ${epoch} and rejects_from is not null`.execute(db)
    },
    async next(claim) {
      let found: RejectsChunk | null = null
      await fenced(claim, async (tx) => {
        found = await nextChunk(tx, claim)
      })
      return found
    },
    commit: (claim, chunk, write) =>
      fenced(claim, async (tx) => {
        await writeRejects(tx, { ...claim, chunk }, await write(tx))
        await goOn(tx, claim, chunk)
      }),
    skip: (claim, chunk) => fenced(claim, (tx) => goOn(tx, claim, chunk)),
    finish: (claim) =>
      fenced(claim, (tx) =>
        sql`update dumps set rejects_from = null, split_done = true, split_lease_until = null
          where id = ${claim.dumpId}`.execute(tx),
      ),
    restart: (claim) => fenced(claim, (tx) => restartDump(tx, claim.dumpId)),
    async release(claim, { blameless }) {
      await fenced(claim, async (tx) => {
        await sql`update dumps set split_lease_until = null where id = ${claim.dumpId}`.execute(tx)
        if (blameless)
          await sql`update chunks set attempts = attempts - 1
            where dump_id = ${claim.dumpId} and run = ${claim.run} and seq = ${blameless.seq}`.execute(tx)
      })
    },
  }
}

async function claimRejects(db: Database, dumpId: string, leaseMs: number): Promise<RejectsClaim | null> {
  type Row = { run: number; epoch: number; format: string; date: string; receivedAt: Date; blobId: string }
  const { rows } = await sql<Row>`
    update dumps set split_epoch = split_epoch + 1,
      split_lease_until = ${leaseEnd(leaseMs)}
    where id = ${dumpId} and rejects_from is not null and format is not null and date is not null
      and (split_lease_until is null or split_lease_until < now())
    returning run, split_epoch as epoch, format, date, received_at as "receivedAt", blob_id as "blobId"`.execute(
    db,
  )
  const [row] = rows
  if (!row) return null
  const { blobId, ...found } = row
  return { dumpId, ...found, bytes: readBytes(db, blobId) }
}

/** Its place in the dump follows from the records of the chunks before it. */
async function nextChunk(tx: Transaction<DB>, { dumpId, run }: RejectsClaim): Promise<RejectsChunk | null> {
  const { rows } = await sql<Omit<RejectsChunk, 'rejects'>>`
    update chunks c set attempts = c.attempts + 1
    from (select seq, coalesce(sum(records) over (order by seq rows between unbounded preceding and 1 preceding), 0)
            as "firstOrdinal", rejected from chunks where dump_id = ${dumpId} and run = ${run}) n
    where c.dump_id = ${dumpId} and c.run = ${run} and c.seq = n.seq and n.seq = (
      select min(x.seq) from chunks x join dumps d on d.id = x.dump_id
      where x.dump_id = ${dumpId} and x.run = ${run} and x.rejected > 0 and x.seq >= d.rejects_from)
    returning c.seq, c.records, c.attempts, n."firstOrdinal"`.execute(tx)
  const [chunk] = rows
  if (!chunk) return null
  const rejects = await tx
    .selectFrom('rejects')
    .select(['ordinal', 'position'])
    .where('dump_id', '=', dumpId)
    .where('ordinal', '>=', chunk.firstOrdinal)
    .where('ordinal', '<', chunk.firstOrdinal + chunk.records)
    .orderBy('ordinal')
    .execute()
  return { ...chunk, rejects }
}
