import { DumpCut } from '../dump-error.ts'

/** A stream of bytes read by exact counts or by pieces, with what was read too far given back. */
export type ByteReader = {
  /** How many bytes were taken so far. */
  taken(): number
  /** Exactly `count` bytes; throws DumpCut where the stream ends before. `count` is bounded by the caller. */
  take(count: number): Promise<Buffer>
  /** The next piece as it comes, at most `most` bytes; null at the end. */
  piece(most: number): Promise<Buffer | null>
  /** As `take`, but fewer where the stream ends before. */
  takeUpTo(count: number): Promise<Buffer>
  giveBack(bytes: Buffer): void
  close(): Promise<void>
}

export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const input = source[Symbol.asyncIterator]()
  let waiting: Buffer = Buffer.alloc(0)
  let taken = 0
  const piece = async (most: number): Promise<Buffer | null> => {
    while (waiting.length === 0) {
      const next = await input.next()
      if (next.done) return null
      waiting = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    }
    const given = waiting.subarray(0, most)
    waiting = waiting.subarray(given.length)
    taken += given.length
    return given
  }
  const takeUpTo = async (count: number): Promise<Buffer> => {
    const parts: Buffer[] = []
    for (let missing = count; missing > 0; ) {
      const part = await piece(missing)
      if (!part) break
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }
  return {
    taken: () => taken,
    piece,
    takeUpTo,
    async take(count) {
      const bytes = await takeUpTo(count)
      if (bytes.length < count) throw new DumpCut('the archive ends in the middle of a file', null)
      return bytes
    },
    giveBack(bytes) {
      waiting = waiting.length === 0 ? bytes : Buffer.concat([bytes, waiting])
      taken -= bytes.length
    },
    async close() {
      await input.return?.(undefined)
    },
  }
}
