import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { SourceEntry } from '@paperboy/contracts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
/** Each step of a compressor is a turn of the thread pool; by default it gives 16 KB. */
const OUTPUT_BYTES = 1024 * 1024

/** The records of a chunk; `firstOrdinal` is the place of the first one in its dump, from 0. */
export type ChunkContent = { firstOrdinal: number; entries: SourceEntry[] }

/** `entries` are JSON, one each. */
export async function packChunk(firstOrdinal: number, entries: string[]): Promise<Uint8Array> {
  const json = Buffer.from(`{"firstOrdinal":${firstOrdinal},"entries":[${entries.join(',')}]}`)
  return compress(json, { chunkSize: OUTPUT_BYTES, pledgedSrcSize: json.length })
}

export async function unpackChunk(payload: Uint8Array): Promise<ChunkContent> {
  return JSON.parse((await decompress(payload, { chunkSize: OUTPUT_BYTES })).toString('utf8'))
}
