import { crc32, createInflateRaw } from 'node:zlib'
import type { ByteReader } from './archive/byte-reader.ts'
import { DumpCut } from './dump-error.ts'
import { inflateMember } from './inflate-member.ts'

const [HEADER_BYTES, TRAILER_BYTES] = [10, 8]
const [DEFLATED, HAS_CRC, HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [8, 0x02, 0x04, 0x08, 0x10]
const PIECE_BYTES = 16 * 1024

/**
 * Inflates one member of a gzip stream (RFC 1952). Node's own gunzip goes on into what follows and, where
 * that is no member, throws away the end of this one; likewise where only the checksum is wrong.
 */
export async function* gunzipMember(input: ByteReader): AsyncGenerator<Buffer> {
  await passHeader(input)
  let [crc, size] = [0, 0]
  for await (const chunk of inflateMember(input, createInflateRaw())) {
    crc = crc32(chunk, crc)
    size += chunk.length
    yield chunk
  }
  const trailer = await exactly(input, TRAILER_BYTES)
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size % 2 ** 32)
    throw new DumpCut('incorrect data check', null)
}

async function passHeader(input: ByteReader): Promise<void> {
  const header = await exactly(input, HEADER_BYTES)
  if (header[2] !== DEFLATED) throw new DumpCut('unknown compression method', null)
  const flags = header[3] ?? 0
  if (flags & HAS_EXTRA) await exactly(input, (await exactly(input, 2)).readUInt16LE(0))
  if (flags & HAS_NAME) await passText(input)
  if (flags & HAS_COMMENT) await passText(input)
  if (flags & HAS_CRC) await exactly(input, 2)
}

async function exactly(input: ByteReader, count: number): Promise<Buffer> {
  const bytes = await input.takeUpTo(count)
  if (bytes.length < count) throw new DumpCut('unexpected end of file', null)
  return bytes
}

async function passText(input: ByteReader): Promise<void> {
  for (;;) {
    const piece = await input.piece(PIECE_BYTES)
    if (!piece) throw new DumpCut('unexpected end of file', null)
    const end = piece.indexOf(0)
    if (end < 0) continue
    input.giveBack(piece.subarray(end + 1))
    return
  }
}
