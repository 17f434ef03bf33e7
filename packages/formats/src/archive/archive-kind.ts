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
  return isTarHeader(unpackedHead(bytes).subarray(0, TAR_BLOCK)) ? 'tar' : null
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
