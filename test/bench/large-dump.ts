import { Readable, type Transform } from 'node:stream'
import { constants, createGzip, createZstdCompress } from 'node:zlib'
import { loadLines } from './load-records.ts'

export type Packing = 'plain' | 'gzip' | 'zstd'

const SAMPLE = 20_000
const BATCH_CHARACTERS = 256 * 1024

const packers: Record<Packing, (() => Transform) | null> = {
  plain: null,
  gzip: () => createGzip({ level: 1 }),
  zstd: () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
}

/** A dump of at least `bytes` bytes unpacked, made while it is read: real records, each with a title and id of its own. */
export async function largeDump(
  bytes: number,
  packing: Packing,
): Promise<{ stream: Readable; made: () => number }> {
  const lines = await loadLines(SAMPLE)
  let made = 0
  function* blocks(): Generator<Buffer> {
    let block = ''
    for (let n = 0; made < bytes; n++) {
      block += distinct(lines[n % lines.length] ?? '', n)
      if (block.length < BATCH_CHARACTERS) continue
      const buffer = Buffer.from(block)
      made += buffer.length
      block = ''
      yield buffer
    }
  }
  const plain = Readable.from(blocks(), { highWaterMark: 1 })
  const packer = packers[packing]?.()
  return { stream: packer ? plain.pipe(packer) : plain, made: () => made }
}

/** By text, not by JSON, which would cost the sender more than it costs the services to read it. */
function distinct(line: string, n: number): string {
  return `${line
    .replace('"title":"', `"title":"Copy ${n} of `)
    .replace('"title": "', `"title": "Copy ${n} of `)
    .replace(/^\{"id": ?"/, `{"id":"${n}-`)}\n`
}
