import { TextDecoder } from 'node:util'

/** The declaration is on the first line; it may stand behind a byte order mark and blank lines. */
const HEAD_BYTES = 1024
const DECLARED = /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/

/** The same bytes, decoded to UTF-8 where the XML declaration names an encoding that is read byte by byte. */
export async function* declaredEncoding(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = Buffer.alloc(0)
  let decoder: TextDecoder | null = null
  const decode = (bytes: Uint8Array) =>
    decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes
  try {
    for await (const bytes of input) {
      if (head === null) {
        yield decode(bytes)
        continue
      }
      head = Buffer.concat([head, bytes])
      if (head.length < HEAD_BYTES) continue
      decoder = decoderFor(head)
      yield decode(head)
      head = null
    }
  } catch (error) {
    // What came before a stream broke off is good.
    if (head) yield head
    throw error
  }
  if (head && head.length > 0) {
    decoder = decoderFor(head)
    yield decode(head)
  }
  const rest = (decoder as TextDecoder | null)?.decode()
  if (rest) yield Buffer.from(rest)
}

function decoderFor(head: Buffer): TextDecoder | null {
  const label = DECLARED.exec(head.toString('latin1', 0, HEAD_BYTES))?.[1]
  // A text whose declaration is legible as ASCII is not UTF-16, whatever it says.
  if (label === undefined || /^utf-?(?:8|16)/i.test(label)) return null
  try {
    return new TextDecoder(label)
  } catch {
    return null
  }
}
