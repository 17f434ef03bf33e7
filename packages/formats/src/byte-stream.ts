import { DumpError } from './dump-error.ts'
import { inflate, packingOf } from './inflate.ts'

const BLOCK_BYTES = 16 * 1024
const RATIO_FREE_BYTES = 64 * 1024 * 1024
const MAX_RATIO = 200

/**
 * The dump's bytes, unpacked where gzip or zstd says so by its first bytes, within the limits. `onRest` is
 * called where bytes that are not packed follow: they are left.
 */
export async function* inflatedBytes(
  source: AsyncIterable<Uint8Array>,
  maxInflatedBytes: number,
  onRest: () => void = () => {},
): AsyncGenerator<Buffer> {
  const read = { bytes: 0 }
  const blocks = fixedBlocks(source, read)
  try {
    const first = await blocks.next()
    if (first.done) return
    const packing = packingOf(first.value)
    const all = prepend(first.value, blocks)
    let inflated = 0
    for await (const chunk of packing ? inflate(all, packing, onRest) : all) {
      inflated += chunk.length
      if (inflated > maxInflatedBytes) throw tooLarge(maxInflatedBytes)
      if (packing) refuseBomb(inflated, read.bytes)
      yield chunk
    }
  } finally {
    await blocks.return(undefined)
  }
}

/** Throws DumpError where so few bytes unpack to so many that it can only be meant to do harm. */
export function refuseBomb(inflated: number, packed: number): void {
  if (inflated > RATIO_FREE_BYTES && inflated > MAX_RATIO * packed) throw bomb()
}

/** The same stream in blocks of one size, so that nothing downstream depends on how it arrived. */
async function* fixedBlocks(
  source: AsyncIterable<Uint8Array>,
  read: { bytes: number },
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const bytes of source) {
    read.bytes += bytes.length
    const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let from = 0
    if (rest.length > 0) {
      from = Math.min(part.length, BLOCK_BYTES - rest.length)
      rest = Buffer.concat([rest, part.subarray(0, from)])
      if (rest.length < BLOCK_BYTES) continue
      yield rest
    }
    for (; part.length - from >= BLOCK_BYTES; from += BLOCK_BYTES)
      yield part.subarray(from, from + BLOCK_BYTES)
    // A copy, since the rest of a large part would keep the whole of it alive.
    rest = Buffer.from(part.subarray(from))
  }
  if (rest.length > 0) yield rest
}

export async function* prepend<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

function tooLarge(maxInflatedBytes: number): DumpError {
  return new DumpError(
    'DUMP_TOO_LARGE',
    `The dump holds more than ${maxInflatedBytes} bytes when unpacked, the limit MAX_INFLATED_BYTES. ` +
      'Split it into smaller dumps, or raise the limit.',
  )
}

function bomb(): DumpError {
  return new DumpError(
    'DUMP_TOO_LARGE',
    `The dump unpacks to more than ${MAX_RATIO} times its size, which no real dump does. ` +
      'If it is one, send it uncompressed.',
  )
}
