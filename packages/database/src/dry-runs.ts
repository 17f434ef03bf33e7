import { randomBytes } from 'node:crypto'
import type { DryRun } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'
import { dropBytes, readBytes, writeBytes } from './dump-bytes.ts'
import { leaseEnd } from './lease-end.ts'

export type DryRunAnswer = Omit<DryRun, 'bytes'> | { error: { code: string; message: string } }

export type DryRunClaim = {
  id: string
  format: string
  /** YYYY-MM-DD; null: what the dump states, else today (UTC). */
  date: string | null
  receivedAt: Date
  bytes: AsyncGenerator<Uint8Array>
}

/** Dumps that are only looked at: their bytes wait here until the parser has answered, and nothing stays. */
export type DryRuns = {
  request(
    bytes: AsyncIterable<Uint8Array>,
    options: { format: string; date: string | null; maxBytes: number },
  ): Promise<{ id: string; bytes: number }>
  /** Null while it is not answered. */
  answer(id: string): Promise<DryRunAnswer | null>
  /** Removes it with its bytes. */
  remove(id: string): Promise<void>
  /** Null when it is answered, gone, or at work elsewhere. */
  claim(id: string, leaseMs: number): Promise<DryRunClaim | null>
  finish(id: string, answer: DryRunAnswer): Promise<void>
}

export function dryRuns(db: Database): DryRuns {
  return {
    async request(source, { format, date, maxBytes }) {
      const { blobId, bytes } = await writeBytes(db, source, maxBytes)
      const id = randomBytes(12).toString('hex')
      // The blob stays an upload: should nobody remove it, the sweeper does.
      await db.insertInto('dry_runs').values({ id, blob_id: blobId, format, date }).execute()
      return { id, bytes }
    },

    async answer(id) {
      const row = await db.selectFrom('dry_runs').select('answer').where('id', '=', id).executeTakeFirst()
      return (row?.answer ?? null) as DryRunAnswer | null
    },

    async remove(id) {
      const row = await db.deleteFrom('dry_runs').where('id', '=', id).returning('blob_id').executeTakeFirst()
      if (row) await dropBytes(db, row.blob_id)
    },

    async claim(id, leaseMs) {
      const row = await db
        .updateTable('dry_runs')
        .set({ lease_until: leaseEnd(leaseMs) })
        .where('id', '=', id)
        .where('answer', 'is', null)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`now()`)]))
        .returning(['blob_id', 'format', 'date', 'created_at'])
        .executeTakeFirst()
      if (!row) return null
      const { format, date, created_at: receivedAt } = row
      return { id, format, date, receivedAt, bytes: readBytes(db, row.blob_id) }
    },

    async finish(id, answer) {
      await db
        .updateTable('dry_runs')
        .set({ answer: JSON.stringify(answer) })
        .where('id', '=', id)
        .execute()
    },
  }
}

/** Removes those whose gateway was killed before it had read the answer. */
export async function sweepDryRuns(db: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from dry_runs where created_at < now() - interval '1 hour' limit 100`.execute(db)
  for (const { id } of rows) await dryRuns(db).remove(id)
}
