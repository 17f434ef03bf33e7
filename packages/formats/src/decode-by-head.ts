import type { TextDecoder } from 'node:util'

type Choice = {
  /** So many bytes are looked at before anything is decoded. */
  headBytes: number
  /** Null leaves the bytes as they are. */
  decoderOf: (head: Buffer) => TextDecoder | null
}

/** Bytes as UTF-8, by a decoder that is chosen by the first of them. */
export async function* decodeByHead(
  input: AsyncIterable<Uint8Array>,
  { headBytes, decoderOf }: Choice,
): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  let decoder: TextDecoder | null = null
  const decode = (bytes: Uint8Array) => {
    if (decoder) return Buffer.from(decoder.decode(bytes, { stream: true }))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  const begin = (bytes: Buffer) => {
    decoder = decoderOf(bytes)
    return decode(bytes)
  }
  try {
    for await (const bytes of input) {
      if (head === null) {
        yield decode(bytes)
        continue
      }
      head = Buffer.concat([head, bytes])
      if (head.length < headBytes) continue
      yield begin(head)
      head = null
    }
  } catch (error) {
    // What came before a stream broke off is good.
    if (head && head.length > 0) yield begin(head)
    throw error
  }
  if (head && head.length > 0) yield begin(head)
  const rest = (decoder as TextDecoder | null)?.decode()
  if (rest) yield Buffer.from(rest)
}
