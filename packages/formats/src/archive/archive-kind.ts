import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { packingOf } from '../inflate.ts'
import { isTarHeader } from './tar-header.ts'

/** How much of a dump `archiveKind` needs to see: a block of zstd is 128 KiB unpacked. */
export const ARCHIVE_HEAD_BYTES = 256 * 1024
const TAR_BLOCK = 512
const MAX_UNPACKED_HEAD = 1024 * 1024
/** A member's head, and the end of an archive without members. */
const ZIP_HEADS = ['504b0304', '504b0506', '504b3030']

/** Whether bytes that begin like these are an archive of files; a tar may also be packed by gzip or zstd. */
export function archiveKind(head: Uint8Array): 'zip' | 'tar' | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (ZIP_HEADS.includes(bytes.toString('hex', 0, 4))) return 'zip'
  if (isTarHeader(unpackedHead(bytes).subarray(0, TAR_BLOCK))) return 'tar'
  return zipStart(bytes) > 0 ? 'zip' : null
}

/** What unpacks itself has a program before its files. */
const PROGRAMS = ['4d5a', '7f45', '2321']
const LOCAL_HEADER = Buffer.from('504b0304', 'hex')
const MAX_VERSION = 63

/** Where the first file of a zip begins: 0, or behind the program that unpacks it. */
export function zipStart(bytes: Buffer): number {
  if (!PROGRAMS.includes(bytes.toString('hex', 0, 2))) return 0
  for (let at = bytes.indexOf(LOCAL_HEADER); at !== -1; at = bytes.indexOf(LOCAL_HEADER, at + 1)) {
    if (at + 30 > bytes.length) return 0
    const [version, method, name] = [
      bytes.readUInt16LE(at + 4),
      bytes.readUInt16LE(at + 8),
      bytes.readUInt16LE(at + 26),
    ]
    if (version <= MAX_VERSION && (method === 0 || method === 8) && name > 0 && name < 1_024) return at
  }
  return 0
}

function unpackedHead(head: Buffer): Buffer {
  try {
    const piece = head.subarray(0, 4096)
    if (packingOf(head) === 'gzip') {
      return gunzipSync(piece, {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: 8 * MAX_UNPACKED_HEAD,
      })
    }
    if (packingOf(head) === 'zstd') {
      const limits = { finishFlush: constants.ZSTD_e_flush, maxOutputLength: MAX_UNPACKED_HEAD }
      return zstdDecompressSync(head.subarray(0, ARCHIVE_HEAD_BYTES), limits)
    }
    return head
  } catch {
    // What cannot be unpacked is for the reader of dumps to explain.
    return Buffer.alloc(0)
  }
}
