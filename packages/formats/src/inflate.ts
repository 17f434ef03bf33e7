import {
  createGunzip,
  createZstdDecompress,
  type Gunzip,
  type InflateRaw,
  type ZstdDecompress,
} from 'node:zlib'
import { DumpCut } from './dump-error.ts'

type Engine = Gunzip | InflateRaw | ZstdDecompress

const engines: { name: 'gzip' | 'zstd'; magic: number[]; open: () => Engine }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b], open: () => createGunzip() },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], open: () => createZstdDecompress() },
]

/** How bytes that begin like these are packed; null where they are not. */
export function packingOf(head: Uint8Array): 'gzip' | 'zstd' | null {
  return engines.find(({ magic }) => magic.every((byte, at) => head[at] === byte))?.name ?? null
}

/** The engine for bytes that begin like these; null for bytes that are not compressed. */
export function engineFor(head: Uint8Array): (() => Engine) | null {
  const found = engines.find(({ magic }) => magic.every((byte, at) => head[at] === byte))
  return found?.open ?? null
}

/**
 * Inflates `blocks`, one compressed member after the other; throws DumpCut where the stream breaks.
 * `blocks` must cut the stream the same way each time: then a broken stream also breaks the same way.
 */
export async function* inflate(blocks: AsyncIterator<Buffer>, open: () => Engine): AsyncGenerator<Buffer> {
  let rest: Buffer | null = null
  do {
    if (rest && isPadding(rest)) return
    rest = yield* inflateMember(blocks, open(), rest)
  } while (rest)
}

const isPadding = (bytes: Buffer) => bytes.every((byte) => byte === 0)

/** One pass of an engine; returns the input behind the end of its member, null at the end of all. */
export async function* inflateMember(
  blocks: AsyncIterator<Buffer>,
  engine: Engine,
  first: Buffer | null,
): AsyncGenerator<Buffer, Buffer | null> {
  const pass = watch(engine)
  let fed = 0
  let last: Buffer | null = first
  try {
    for (;;) {
      const chunk = engine.read() as Buffer | null
      if (chunk !== null) yield chunk
      else if (pass.error) throw new DumpCut(pass.error.message, pass.error)
      else if (pass.ended) break
      // What the engine leaves unread is behind the end of its member.
      else if (!pass.idle || fed > engine.bytesWritten) await pass.news()
      else {
        const block: Buffer | null = fed === 0 && first ? first : await nextOf(blocks)
        if (block) {
          fed += block.length
          last = block
        }
        pass.feed(block)
      }
    }
    const unread = fed - engine.bytesWritten
    return last && unread > 0 ? last.subarray(last.length - unread) : null
  } finally {
    engine.destroy()
  }
}

async function nextOf(blocks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const next = await blocks.next()
  return next.done ? null : next.value
}

/**
 * Follows an engine by its events. An async iterator would be shorter, but on an error it throws away
 * what the engine had already given, and how much that is depends on the timing.
 */
function watch(engine: Engine) {
  let tell = () => {}
  const pass = {
    error: null as Error | null,
    ended: false,
    idle: true,
    news: () =>
      new Promise<void>((resolve) => {
        tell = resolve
      }),
    feed(block: Buffer | null) {
      pass.idle = false
      if (block === null) engine.end()
      else
        engine.write(block, () => {
          pass.idle = true
          tell()
        })
    },
  }
  engine.on('readable', () => tell())
  engine.on('end', () => {
    pass.ended = true
    tell()
  })
  engine.on('error', (error) => {
    pass.error = error
    tell()
  })
  return pass
}
