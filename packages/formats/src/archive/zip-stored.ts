import { crc32 } from 'node:zlib'
import { DumpCut } from '../dump-error.ts'
import type { packedPieces } from './packed-pieces.ts'
import { descriptorBytes, MAX_DESCRIPTOR_BYTES, type Measured } from './zip-header.ts'

const SIGNATURE = Buffer.from('504b0708', 'hex')
/** Of the next file, or of the list at the end. */
const NEXT = new Set([0x04034b50, 0x02014b50])
const AHEAD_BYTES = MAX_DESCRIPTOR_BYTES + 4

/**
 * The bytes of a file that is stored as it is and whose size only its descriptor says. The file may hold another
 * zip, so a signature counts only where checksum and size are those of what stands before it, and where something
 * of this zip follows.
 */
export async function* storedUntilDescriptor(
  packed: ReturnType<typeof packedPieces>,
  measured: Measured,
): AsyncGenerator<Buffer> {
  let passed = 0
  for (;;) {
    const piece = await packed.next()
    if (piece.done) throw new DumpCut('the archive ends in the middle of a file', null)
    const whole = Buffer.concat([piece.value, await packed.takeUpTo(AHEAD_BYTES)])
    const last = whole.length - AHEAD_BYTES
    const end = findDescriptor(whole, { crc: measured.crc, packed: 0, size: passed })
    const bytes = whole.subarray(0, end ?? Math.max(0, last))
    packed.giveBack(whole.subarray(bytes.length))
    passed += bytes.length
    if (bytes.length > 0) yield bytes
    if (end !== null) return
    if (bytes.length === 0) throw new DumpCut('the archive ends in the middle of a file', null)
  }
}

function findDescriptor(whole: Buffer, before: Measured): number | null {
  for (let at = whole.indexOf(SIGNATURE); at !== -1; at = whole.indexOf(SIGNATURE, at + 1)) {
    const size = before.size + at
    const crc = crc32(whole.subarray(0, at), before.crc)
    const length = descriptorBytes(whole.subarray(at), { crc, packed: size, size })
    const next = at + length
    if (length > 0 && next + 4 <= whole.length && NEXT.has(whole.readUInt32LE(next))) return at
  }
  return null
}
