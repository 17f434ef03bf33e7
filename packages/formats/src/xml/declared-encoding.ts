import { TextDecoder } from 'node:util'
import { decodeByHead } from '../decode-by-head.ts'

/** The declaration is on the first line; it may stand behind a byte order mark and blank lines. */
const HEAD_BYTES = 1024
const DECLARED = /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/

/** The same bytes, decoded to UTF-8 where the XML declaration names an encoding that is read byte by byte. */
export function declaredEncoding(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return decodeByHead(input, { headBytes: HEAD_BYTES, decoderOf: decoderFor })
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
