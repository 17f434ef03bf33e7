import { sql, type Transaction } from 'kysely'
import type { ChunkResult } from '../chunk-store.ts'
import type { DB } from '../schema.ts'

/** A chunk that was parsed, and its records that were rejected. */
export type RejectsChunk = {
  seq: number
  /** The place of its first record in the dump. */
  firstOrdinal: number
  records: number
  /** How often its rejects were begun to be parsed again, this time included. */
  attempts: number
  rejects: { ordinal: number; position: string }[]
}

type Place = { dumpId: string; run: number; chunk: RejectsChunk }

/** The chunk counts what became papers under what they became; the others are its rejects, for their present reason. */
export async function writeRejects(
  tx: Transaction<DB>,
  { dumpId, run, chunk }: Place,
  { counts, rejects, notes }: ChunkResult,
): Promise<void> {
  const ordinals = chunk.rejects.map(({ ordinal }) => ordinal)
  await sql`delete from rejects where dump_id = ${dumpId} and ordinal = any(${ordinals}::bigint[])`.execute(
    tx,
  )
  if (rejects.length > 0) {
    await tx
      .insertInto('rejects')
      .values(rejects.map((reject) => ({ ...reject, dump_id: dumpId })))
      .execute()
  }
  const guesses = notes && notes.guesses.length > 0 ? JSON.stringify(notes.guesses) : null
  await sql`
    update chunks set created = created + ${counts.created}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, rejected = ${counts.rejected},
      without_abstract = without_abstract + ${notes?.withoutAbstract ?? 0},
      withdrawn = withdrawn + ${notes?.withdrawn ?? 0},
      guesses = case when ${guesses}::jsonb is null then guesses else coalesce(guesses, '[]') || ${guesses}::jsonb end
    where dump_id = ${dumpId} and run = ${run} and seq = ${chunk.seq}`.execute(tx)
}
