import { crc32, createInflateRaw } from 'node:zlib'
import { DumpCut, DumpError } from '../dump-error.ts'
import { inflateMember } from '../inflate-member.ts'
import type { Spent } from './archive-limits.ts'
import type { ByteReader } from './byte-reader.ts'
import { packedPieces } from './packed-pieces.ts'
import { descriptorBytes, MAX_DESCRIPTOR_BYTES, type Measured, type ZipHeader } from './zip-header.ts'
import { storedUntilDescriptor } from './zip-stored.ts'

const [STORED, DEFLATED] = [0, 8]

/** The content of one file of a zip, and the way behind it whatever became of reading it. */
export function zipContent(input: ByteReader, header: ZipHeader, used: Spent) {
  const packed = packedPieces(input, header.packedSize)
  const measured: Measured = { crc: 0, packed: 0, size: 0 }
  let isBehind = false

  async function* unpacked(): AsyncGenerator<Buffer> {
    if (header.isEncrypted) throw unreadable('encrypted')
    if (header.method === DEFLATED) yield* inflateMember(packed, createInflateRaw())
    else if (header.method !== STORED) throw unreadable('packed in another way than deflate')
    else if (header.packedSize === null) yield* storedUntilDescriptor(packed, measured)
    else for await (const part of packed) yield part
  }

  async function* read(): AsyncGenerator<Buffer> {
    for await (const part of unpacked()) {
      measured.crc = crc32(part, measured.crc)
      measured.size += part.length
      used.count(part.length, input.taken())
      yield part
    }
    measured.packed = packed.taken()
    if (header.packedSize === null) await passDescriptor()
    else if (!header.hasDescriptor && header.crc !== measured.crc)
      throw new DumpCut('its checksum differs', null)
  }

  /** Throws DumpCut where it is not that of what was read. */
  async function passDescriptor(): Promise<void> {
    const bytes = await input.takeUpTo(MAX_DESCRIPTOR_BYTES)
    const length = descriptorBytes(bytes, measured)
    input.giveBack(bytes.subarray(length))
    if (length === 0) throw new DumpCut('its checksum differs', null)
    isBehind = true
  }

  const source = read()
  return {
    /** Closing it leaves the rest to `passOver`. */
    async *bytes(): AsyncGenerator<Buffer> {
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
    },
    async passOver(): Promise<void> {
      await drain(source)
      // Again, where it was passed while somebody else read.
      used.count(0, input.taken())
      if (isBehind) return
      if (header.packedSize === null) throw new DumpCut('a damaged file of the zip has no known end', null)
      await packed.skip()
      if (header.hasDescriptor) await passDescriptor()
    },
  }
}

/** What is wrong with one file was for its reader to know; limits are for all. */
async function drain(source: AsyncGenerator<Buffer>): Promise<void> {
  try {
    for await (const _ of source);
  } catch (error) {
    const isOfTheFile =
      error instanceof DumpCut || (error instanceof DumpError && error.code === 'DUMP_UNREADABLE')
    if (!isOfTheFile) throw error
  }
}

function unreadable(how: string): DumpError {
  return new DumpError(
    'DUMP_UNREADABLE',
    `The file in the zip is ${how}. Pack it anew, or send it by itself.`,
  )
}
