import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib'
import { AppError } from '@paperboy/service-kit'

type Engine = Gunzip | ZstdDecompress
const engines: Record<string, () => Engine> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  zstd: () => createZstdDecompress(),
}

export function isKnownEncoding(encoding: string): boolean {
  return encoding in engines
}

/**
 * Undoes a content encoding while the bytes pass. Several members one after the other (of parallel
 * compressors) are one body: Node's zstd stops silently after the first.
 */
export async function* inflateBody(source: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const open = engines[encoding]
  if (!open) throw new AppError('UNSUPPORTED_ENCODING', `Content-Encoding ${encoding} is not known here.`)
  const blocks = source[Symbol.asyncIterator]()
  try {
    let rest = await nextBlock(blocks)
    while (rest) {
      const engine = open()
      const feeding = feed(engine, rest, blocks)
      // A fault of the source reaches us through the engine, which it destroys.
      feeding.catch(() => {})
      try {
        for await (const chunk of engine) yield chunk as Buffer
      } catch (error) {
        throw unpackFault(error, encoding)
      }
      rest = await feeding
    }
  } finally {
    // Not waited for: a source that is being asked ends only when it has answered.
    blocks.return?.().catch(() => {})
  }
}

/** Feeds one member; answers the bytes behind its end, null at the end of all. */
async function feed(engine: Engine, first: Buffer, blocks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  try {
    let fed = 0
    for (let block: Buffer | null = first; block; block = await nextBlock(blocks)) {
      fed += block.length
      const { promise, resolve } = Promise.withResolvers<void>()
      engine.write(block, () => resolve())
      await promise
      const unread = fed - engine.bytesWritten
      if (unread > 0) return withoutPadding(block.subarray(block.length - unread))
    }
    engine.end()
    return null
  } catch (error) {
    engine.destroy(error as Error)
    throw error
  }
}

// Tape archivers fill the last block with zeros.
function withoutPadding(bytes: Buffer): Buffer | null {
  return bytes.every((byte) => byte === 0) ? null : bytes
}

async function nextBlock(blocks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  for (;;) {
    const next = await blocks.next()
    if (next.done) return null
    if (next.value.length > 0) return next.value
  }
}

/** What zlib says of bad bytes is the sender's fault; all else passes. */
function unpackFault(error: unknown, encoding: string): unknown {
  const { code = '' } = error as { code?: string }
  if (!/^(Z_|ZSTD_|ERR_ZLIB)/.test(code)) return error
  return new AppError(
    'DUMP_UNREADABLE',
    `The body is not valid ${encoding}, or not complete. Nothing was stored.`,
    {
      cause: error,
      retryable: false,
    },
  )
}
