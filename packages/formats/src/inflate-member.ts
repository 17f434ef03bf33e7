import type { InflateRaw, ZstdDecompress } from 'node:zlib'
import { DumpCut } from './dump-error.ts'

type Engine = InflateRaw | ZstdDecompress
/** Packed bytes by pieces, null at their end; what was read too far is given back. */
type Packed = { piece(most: number): Promise<Buffer | null>; giveBack(bytes: Buffer): void }

const PIECE_BYTES = 16 * 1024

/** One pass of an engine; gives back what stands behind the end of its member. */
export async function* inflateMember(input: Packed, engine: Engine): AsyncGenerator<Buffer> {
  const pass = watch(engine)
  let fed = 0
  let last: Buffer | null = null
  try {
    for (;;) {
      const chunk = engine.read() as Buffer | null
      if (chunk !== null) yield chunk
      else if (pass.error) throw new DumpCut(pass.error.message, pass.error)
      else if (pass.ended) break
      // What the engine leaves unread is behind the end of its member.
      else if (!pass.idle || fed > engine.bytesWritten) await pass.news()
      else {
        const block = await input.piece(PIECE_BYTES)
        if (block) {
          fed += block.length
          last = block
        }
        pass.feed(block)
      }
    }
    const unread = fed - engine.bytesWritten
    if (last && unread > 0) input.giveBack(last.subarray(last.length - unread))
  } finally {
    engine.destroy()
  }
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
