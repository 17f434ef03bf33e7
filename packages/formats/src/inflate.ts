import { createZstdDecompress } from 'node:zlib'
import { type ByteReader, byteReader } from './archive/byte-reader.ts'
import { gunzipMember } from './gunzip.ts'
import { inflateMember } from './inflate-member.ts'

type Packing = 'gzip' | 'zstd'

const PIECE_BYTES = 16 * 1024
const MAGIC_BYTES = 4
const magics: { name: Packing; isMagic: (head: Uint8Array) => boolean }[] = [
  { name: 'gzip', isMagic: ([a, b]) => a === 0x1f && b === 0x8b },
  {
    name: 'zstd',
    isMagic: ([a, b, c, d]) =>
      (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) || isSkippable([a, b, c, d]),
  },
]

/** How bytes that begin like these are packed; null where they are not. */
export function packingOf(head: Uint8Array): Packing | null {
  return magics.find(({ isMagic }) => isMagic(head))?.name ?? null
}

/**
 * Inflates `blocks`, one compressed member after the other; throws DumpCut where the stream breaks, and calls
 * `onRest` where something else than a member follows, which is left. `blocks` must cut the stream the same
 * way each time: then a broken stream also breaks the same way.
 */
export async function* inflate(
  blocks: AsyncIterable<Buffer>,
  packing: Packing,
  onRest: () => void,
): AsyncGenerator<Buffer> {
  const input = byteReader(blocks)
  let head: Uint8Array
  do {
    if (packing === 'gzip') yield* gunzipMember(input)
    else yield* inflateMember(input, createZstdDecompress())
    head = await headBehindPadding(input)
  } while (packingOf(head) === packing)
  if (head.length > 0) onRest()
}

/** A frame of zstd that holds no content, as parallel compressors write, also as the first. */
function isSkippable([a = 0, b, c, d]: (number | undefined)[]): boolean {
  return a >= 0x50 && a <= 0x5f && b === 0x2a && c === 0x4d && d === 0x18
}

/** Tape archivers fill the last block with zeros. */
async function headBehindPadding(input: ByteReader): Promise<Uint8Array> {
  for (;;) {
    const piece = await input.piece(PIECE_BYTES)
    if (!piece) return Buffer.alloc(0)
    const begin = piece.findIndex((byte) => byte !== 0)
    if (begin < 0) continue
    input.giveBack(piece.subarray(begin))
    const head = await input.takeUpTo(MAGIC_BYTES)
    input.giveBack(head)
    return head
  }
}
