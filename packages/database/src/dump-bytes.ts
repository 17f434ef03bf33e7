import { createHash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { AppError } from '@paperboy/service-kit'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Before compression. Small enough that a few in flight do not show in the memory of a service. */
const PART_BYTES = 1024 * 1024

export type StoredBytes = { blobId: string; sha256: string; bytes: number }

/**
 * Cuts a stream into parts of PART_BYTES, the last one shorter. All are the same memory, filled anew: what
 * is yielded holds until the next part is asked for.
 */
async function* parts(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const part = Buffer.allocUnsafeSlow(PART_BYTES)
  let size = 0
  for await (const piece of source) {
    for (let from = 0; from < piece.length; ) {
      const taken = piece.subarray(from, from + PART_BYTES - size)
      part.set(taken, size)
      from += taken.length
      size += taken.length
      if (size < PART_BYTES) continue
      yield part
      size = 0
    }
  }
  if (size > 0) yield part.subarray(0, size)
}

/**
 * Streams bytes into dump_parts and hashes them on the way. They belong to no dump yet: an upload that
 * fails is dropped, and one whose process was killed is swept away within a day. Throws DUMP_TOO_LARGE
 * past `maxBytes`.
 */
export async function writeBytes(
  db: Database,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredBytes> {
  const blobId = randomUUID()
  await db.insertInto('uploads').values({ blob_id: blobId }).execute()
  try {
    return await writeParts(db, blobId, source, maxBytes)
  } catch (error) {
    // The sweeper does it where this fails too.
    await dropBytes(db, blobId).catch(() => {})
    throw error
  }
}

async function writeParts(
  db: Database,
  blobId: string,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredBytes> {
  const hash = createHash('sha256')
  let bytes = 0
  let seq = 0
  for await (const part of parts(source)) {
    bytes += part.length
    if (bytes > maxBytes) {
      throw new AppError(
        'DUMP_TOO_LARGE',
        `A dump may have ${maxBytes} bytes (MAX_DUMP_BYTES). Split the file.`,
      )
    }
    hash.update(part)
    await db
      .insertInto('dump_parts')
      .values({
        blob_id: blobId,
        seq: seq++,
        bytes: await compress(part, { chunkSize: PART_BYTES / 4, pledgedSrcSize: part.length }),
      })
      .execute()
    await db.updateTable('uploads').set({ touched_at: sql`now()` }).where('blob_id', '=', blobId).execute()
  }
  return { blobId, sha256: hash.digest('hex'), bytes }
}

/** The bytes as they came, one part in memory at a time. */
export async function* readBytes(db: Database, blobId: string): AsyncGenerator<Uint8Array> {
  for (let seq = 0; ; seq++) {
    const part = await db
      .selectFrom('dump_parts')
      .select('bytes')
      .where('blob_id', '=', blobId)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (!part) return
    yield await decompress(part.bytes, { chunkSize: PART_BYTES })
  }
}

export async function dropBytes(db: Database, blobId: string): Promise<void> {
  await db.deleteFrom('dump_parts').where('blob_id', '=', blobId).execute()
  await db.deleteFrom('uploads').where('blob_id', '=', blobId).execute()
}

/** Removes what uploads left that were cut off; returns how many there were. */
export async function sweepUploads(db: Database): Promise<number> {
  const stale = await db
    .selectFrom('uploads')
    .select('blob_id')
    .where('touched_at', '<', sql<Date>`now() - interval '1 day'`)
    .limit(100)
    .execute()
  for (const { blob_id } of stale) await dropBytes(db, blob_id)
  return stale.length
}
