import { DumpCut } from './dump-error.ts'
import { toUtf8 } from './encoding.ts'

export const MAX_LINE_BYTES = 4 * 1024 * 1024
const KEPT_OF_LONG_LINE = 1024
const LF = 0x0a
const CR = 0x0d

export type Line = {
  /** Without line end and byte order mark, control characters (but tab) removed. */
  text: string
  /** From 1, as an editor counts. */
  number: number
  /** How many bytes were no UTF-8 and became U+FFFD. */
  replacedBytes: number
  /** `too-long`: only the beginning is here. `cut`: the compressed dump broke off within or before it. `unclear`:
   * put together of lines that may be of several texts. */
  fault: 'too-long' | 'cut' | 'unclear' | null
}

/**
 * Lines of a byte stream, ended by LF, CRLF or CR, in bounded memory however long a line is. Empty lines
 * are counted but not given: a flood of them would cost minutes.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const state = { parts: [] as Buffer[], bytes: 0, number: 1, skipLf: false }
  try {
    for await (const chunk of toUtf8(input)) {
      // Not `yield*`, which takes three turns of the event loop for each line.
      for (const line of linesOf(chunk, state)) yield line
    }
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    yield { ...finish(state), fault: 'cut' }
    return
  }
  if (state.bytes > 0) yield finish(state)
}

type State = { parts: Buffer[]; bytes: number; number: number; skipLf: boolean }

function linesOf(chunk: Buffer, state: State): Line[] {
  const lines: Line[] = []
  let from = state.skipLf && chunk[0] === LF ? 1 : 0
  if (chunk.length > 0) state.skipLf = false
  let lf = find(chunk, LF, from)
  let cr = find(chunk, CR, from)
  for (;;) {
    const end = Math.min(lf, cr)
    if (end === Number.POSITIVE_INFINITY) break
    if (end > from) keep(chunk.subarray(from, end), state)
    if (state.bytes > 0) lines.push(finish(state))
    else state.number += 1
    from = end + 1
    if (end === cr) {
      if (from === chunk.length) state.skipLf = true
      else if (chunk[from] === LF) from += 1
      cr = find(chunk, CR, from)
    }
    if (lf < from) lf = find(chunk, LF, from)
  }
  if (from < chunk.length) keep(chunk.subarray(from), state)
  return lines
}

function find(chunk: Buffer, byte: number, from: number): number {
  const at = chunk.indexOf(byte, from)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}

function keep(part: Buffer, state: State): void {
  state.bytes += part.length
  if (state.bytes <= MAX_LINE_BYTES) state.parts.push(part)
  else state.parts = [Buffer.concat(state.parts.concat(part), Math.min(state.bytes, KEPT_OF_LONG_LINE))]
}

function finish(state: State): Line {
  const tooLong = state.bytes > MAX_LINE_BYTES
  const [first = Buffer.alloc(0)] = state.parts
  const bytes = state.parts.length <= 1 ? first : Buffer.concat(state.parts)
  const line: Line = { ...decodeText(bytes), number: state.number, fault: tooLong ? 'too-long' : null }
  state.parts = []
  state.bytes = 0
  state.number += 1
  return line
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g
const REPLACEMENT = Buffer.from('\ufffd')

export function decodeText(bytes: Buffer): { text: string; replacedBytes: number } {
  const decoded = bytes.toString('utf8')
  const replacedBytes = decoded.includes('\ufffd') ? countReplaced(bytes, decoded) : 0
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded
  return { text: text.replace(CONTROLS, ''), replacedBytes }
}

/** The bytes that are left when those of all valid characters are taken away. */
function countReplaced(bytes: Buffer, decoded: string): number {
  let genuine = 0
  for (let at = bytes.indexOf(REPLACEMENT); at !== -1; at = bytes.indexOf(REPLACEMENT, at + 3)) genuine += 1
  const replacements = decoded.split('\ufffd').length - 1 - genuine
  return bytes.length - (Buffer.byteLength(decoded) - replacements * REPLACEMENT.length)
}
