import { TextDecoder } from 'node:util'
import { decodeByHead } from './decode-by-head.ts'
import { DumpError } from './dump-error.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What is looked at before anything is decoded. */
const HEAD_BYTES = 64 * 1024
const MIN_ZEROS = 0.4
/** Fewer are damage: they are counted with the record they stand in. */
const MIN_WESTERN = 3

/** By the byte order mark, else by where the zeros stand or by letters that only Windows writes so. UTF-32 nobody writes to files. */
export function encodingOf(head: Uint8Array): Encoding | 'utf-32' {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES))
  const mark = start.toString('hex', 0, 4)
  if (mark === '0000feff' || mark === 'fffe0000') return 'utf-32'
  if (mark.startsWith('fffe')) return 'utf-16le'
  if (mark.startsWith('feff')) return 'utf-16be'
  return byZeros(start) ?? (isWindows(start) ? 'windows-1252' : 'utf-8')
}

/** Text in UTF-16 has a zero in nearly every second place, and text in UTF-32 three in four. */
function byZeros(start: Buffer): 'utf-16le' | 'utf-16be' | 'utf-32' | null {
  const whole = start.length - (start.length % 4)
  if (whole < 4) return null
  const zeros = [0, 0, 0, 0]
  for (let at = 0; at < whole; at += 1) if (start[at] === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / (whole / 4))
  const isFull = (share: number) => share >= MIN_ZEROS
  // A file of zero bytes is empty, and in no encoding.
  if ([a, b, c, d].every(isFull)) return null
  if ((isFull(b) && isFull(c) && isFull(d)) || (isFull(a) && isFull(b) && isFull(c))) return 'utf-32'
  if (isFull(b) && isFull(d) && a + c < MIN_ZEROS) return 'utf-16le'
  return isFull(a) && isFull(c) && b + d < MIN_ZEROS ? 'utf-16be' : null
}

/** Letters beyond ASCII that are no UTF-8, and stand as single letters of western languages do: within words. */
const WESTERN = /(?:[A-Za-z][\xc0-\xff]|[\xc0-\xff][a-z])/g

function isWindows(start: Buffer): boolean {
  // The head may end within a character.
  const decoded = start.toString('utf8').slice(0, -4)
  const replaced = decoded.split('\ufffd').length - 1
  if (replaced < MIN_WESTERN || /[^\p{ASCII}\ufffd]/u.test(decoded)) return false
  const isBinary = start.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20))
  const western = start.toString('latin1').match(WESTERN)?.length ?? 0
  return 2 * western >= replaced && !isBinary
}

/** Bytes of any known encoding as UTF-8. Invalid UTF-8 passes as it is: the line reader counts it. */
export function toUtf8(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  return decodeByHead(input, { headBytes: HEAD_BYTES, decoderOf: (head) => decoderOf(encodingOf(head)) })
}

export function decoderOf(encoding: Encoding | 'utf-32'): TextDecoder | null {
  if (encoding === 'utf-32') throw utf32()
  return encoding === 'utf-8' ? null : new TextDecoder(encoding)
}

function utf32(): DumpError {
  return new DumpError(
    'DUMP_UNREADABLE',
    'The dump is in UTF-32, which is not read. Save it as UTF-8 and send it again.',
  )
}
