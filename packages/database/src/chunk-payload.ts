import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { SourceEntry } from '@paperboy/contracts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** The records of a chunk; `firstOrdinal` is the place of the first one in its dump, from 0. */
export type ChunkContent = { firstOrdinal: number; entries: SourceEntry[] }

export async function packChunk(firstOrdinal: number, entries: SourceEntry[]): Promise<Uint8Array> {
  const content: ChunkContent = { firstOrdinal, entries }
  return compress(JSON.stringify(content))
}

export async function unpackChunk(payload: Uint8Array): Promise<ChunkContent> {
  return JSON.parse((await decompress(payload)).toString('utf8'))
}
