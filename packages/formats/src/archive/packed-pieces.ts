import { DumpCut } from '../dump-error.ts'
import type { ByteReader } from './byte-reader.ts'

const PIECE_BYTES = 16 * 1024

/** The bytes of one file as they stand in the archive: `size` of them, or without a known end. */
export function packedPieces(input: ByteReader, size: number | null) {
  const start = input.taken()
  const taken = () => input.taken() - start
  const nextPiece = async (): Promise<Buffer | null> => {
    const left = size === null ? PIECE_BYTES : size - taken()
    if (left <= 0) return null
    const piece = await input.piece(Math.min(left, PIECE_BYTES))
    if (!piece) throw new DumpCut('the archive ends in the middle of a file', null)
    return piece
  }
  return {
    taken,
    piece: nextPiece,
    giveBack: (bytes: Buffer) => input.giveBack(bytes),
    takeUpTo: (count: number) => input.takeUpTo(count),
    async next(): Promise<IteratorResult<Buffer, undefined>> {
      const piece = await nextPiece()
      return piece ? { done: false, value: piece } : { done: true, value: undefined }
    },
    async skip(): Promise<void> {
      while (await nextPiece());
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
