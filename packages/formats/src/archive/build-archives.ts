import { crc32, deflateRawSync } from 'node:zlib'

/** Archives for tests, written byte by byte, so that they can also be wrong. */
export type ZipFile = {
  name: string
  content: Buffer | string
  method?: 'stored' | 'deflate'
  /** As writers do that cannot jump back: sizes and checksum stand behind the content. */
  streamed?: 'short' | 'zip64' | undefined
  flags?: number
  wrongCrc?: boolean
}

export function zip(files: ZipFile[]): Buffer {
  const list = Buffer.alloc(46)
  list.writeUInt32LE(0x02014b50, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  return Buffer.concat([...files.map(zipFile), ...files.map(() => list), end])
}

function zipFile(file: ZipFile): Buffer {
  const content = Buffer.from(file.content)
  const isDeflated = file.method !== 'stored'
  const packed = isDeflated ? deflateRawSync(content) : content
  const crc = crc32(content) ^ (file.wrongCrc ? 1 : 0)
  const name = Buffer.from(file.name)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE((file.streamed ? 8 : 0) | (file.flags ?? 0), 6)
  head.writeUInt16LE(isDeflated ? 8 : 0, 8)
  head.writeUInt16LE(name.length, 26)
  if (file.streamed)
    return Buffer.concat([head, name, packed, descriptor(file.streamed, crc, packed, content)])
  head.writeUInt32LE(crc >>> 0, 14)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(content.length, 22)
  return Buffer.concat([head, name, packed])
}

function descriptor(kind: 'short' | 'zip64', crc: number, packed: Buffer, content: Buffer): Buffer {
  const bytes = Buffer.alloc(kind === 'zip64' ? 24 : 16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(crc >>> 0, 4)
  bytes.writeUInt32LE(packed.length, 8)
  bytes.writeUInt32LE(content.length, kind === 'zip64' ? 16 : 12)
  return bytes
}

export type TarEntry = { name: string; content?: Buffer | string; type?: string; size?: number }

export function tar(entries: TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)])
}

function tarEntry({ name, content = '', type = '0', size }: TarEntry): Buffer {
  const bytes = Buffer.from(content)
  const block = Buffer.alloc(512)
  block.write(name, 0, 100)
  block.write((size ?? bytes.length).toString(8).padStart(11, '0'), 124)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write('ustar\u000000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}
