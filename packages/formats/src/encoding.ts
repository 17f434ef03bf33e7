import { TextDecoder } from 'node:util'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** By the byte order mark; without one it is UTF-8. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** Bytes of any known encoding as UTF-8. Invalid UTF-8 passes as it is: the line reader counts it. */
export async function* toUtf8(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  let decoder: TextDecoder | null = null
  const decode = (bytes: Uint8Array) => {
    if (decoder) return Buffer.from(decoder.decode(bytes, { stream: true }))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  const begin = (bytes: Buffer) => {
    const encoding = encodingOf(bytes)
    if (encoding !== 'utf-8') decoder = new TextDecoder(encoding)
    return decode(bytes)
  }
  for await (const bytes of input) {
    if (head === null) {
      yield decode(bytes)
      continue
    }
    head = Buffer.concat([head, bytes])
    if (head.length < 2) continue
    yield begin(head)
    head = null
  }
  if (head && head.length > 0) yield begin(head)
  const rest = (decoder as TextDecoder | null)?.decode()
  if (rest) yield Buffer.from(rest)
}
