import { crc32, deflateRawSync } from 'node:zlib'

type Entry = { name: Buffer; packed: Buffer; crc: number; size: number; at: number }

/** A zip archive of these files, deflated, with its directory at the end, as every tool writes it. */
export function aZip(files: Record<string, string | Uint8Array>): Buffer<ArrayBuffer> {
  const parts: Buffer[] = []
  const entries: Entry[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const entry = { name: Buffer.from(name), packed, crc: crc32(bytes), size: bytes.length, at }
    const local = Buffer.concat([signed('PK\x03\x04', fields(entry)), entry.name, packed])
    parts.push(local)
    entries.push(entry)
    at += local.length
  }
  const directory = Buffer.concat(entries.map(directoryEntry))
  return Buffer.concat([...parts, directory, end(entries.length, directory.length, at)])
}

const signed = (signature: string, rest: Buffer) => Buffer.concat([Buffer.from(signature, 'latin1'), rest])

/** What the header of a file and its entry in the directory have in common. */
function fields({ name, packed, crc, size }: Entry): Buffer {
  const block = Buffer.alloc(26)
  block.writeUInt16LE(20, 0)
  block.writeUInt16LE(8, 4)
  block.writeUInt32LE(crc, 10)
  block.writeUInt32LE(packed.length, 14)
  block.writeUInt32LE(size, 18)
  block.writeUInt16LE(name.length, 22)
  return block
}

function directoryEntry(entry: Entry): Buffer {
  const madeBy = Buffer.from([20, 0])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(entry.at, 10)
  return Buffer.concat([signed('PK\x01\x02', madeBy), fields(entry), rest, entry.name])
}

function end(count: number, length: number, at: number): Buffer {
  const block = Buffer.alloc(18)
  block.writeUInt16LE(count, 4)
  block.writeUInt16LE(count, 6)
  block.writeUInt32LE(length, 8)
  block.writeUInt32LE(at, 12)
  return signed('PK\x05\x06', block)
}
