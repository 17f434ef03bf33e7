import { decodeText } from '../read-lines.ts'
import { reject, truncated } from '../reject.ts'
import { type BrokenReason, type Cut, RecordCutter } from './cut-records.ts'
import { envelopeReader } from './envelope.ts'
import { elementParser } from './parse-element.ts'
import type { XmlPiece, XmlShape } from './read-xml.ts'
import { type RecordTokens, recordTokens } from './record-tokens.ts'

const FAULTS: Record<BrokenReason, { code: string; reason: string }> = {
  'no-end': {
    code: 'INCOMPLETE',
    reason: 'The record has no end: another one begins within it, or the file breaks off.',
  },
  'too-long': { code: 'RECORD_TOO_LONG', reason: 'The record is longer than 4 MiB, which none is.' },
  'no-record': { code: 'NOT_A_RECORD', reason: 'For more than 1 MiB there is no record.' },
}
const STRAY = 'Between the records stands something that is none, or that is not well-formed XML.'
const EXCERPT_BYTES = 2_000
const LF = 0x0a

/** Makes pieces of blocks of UTF-8; keeps what is not complete, the place, and what is open around. */
export class PieceReader {
  private readonly parse = elementParser()
  private readonly tokens: RecordTokens
  private readonly cutter: RecordCutter
  private readonly envelope: ReturnType<typeof envelopeReader>
  private rest: Buffer = Buffer.alloc(0)
  private line = 1
  private records = 0

  constructor(shape: XmlShape) {
    this.tokens = recordTokens(shape.record)
    this.cutter = new RecordCutter(this.tokens)
    this.envelope = envelopeReader(shape.outside)
  }

  get waiting(): number {
    return this.rest.length
  }

  read(parts: Buffer[], atEnd: boolean): XmlPiece[] {
    const block = Buffer.concat([this.rest, ...parts])
    // A character a byte, so that places in the text are places in the block.
    const { cuts, done } = this.cutter.cut(block.toString('latin1'), atEnd)
    const pieces: XmlPiece[] = []
    let at = 0
    for (const cut of cuts) {
      this.countLines(block, at, cut.from)
      for (const piece of this.piecesOf(cut, block.subarray(cut.from, cut.to))) pieces.push(piece)
      at = cut.from
    }
    this.countLines(block, at, done)
    // A copy, since a piece of the block would keep the whole of it alive.
    this.rest = Buffer.from(block.subarray(done))
    return atEnd ? [...pieces, ...this.unclosed()] : pieces
  }

  /** The last piece of a dump whose compressed stream breaks off. */
  cut(): XmlPiece {
    return truncated(`line ${this.line}`, this.rest.toString('utf8', 0, EXCERPT_BYTES))
  }

  private countLines(block: Buffer, from: number, to: number) {
    // Of the part alone: a search for a line end that is not there would go on to the end of the block.
    const part = block.subarray(from, to)
    for (let at = part.indexOf(LF); at !== -1; at = part.indexOf(LF, at + 1)) this.line += 1
  }

  private piecesOf(cut: Cut, bytes: Buffer): XmlPiece[] {
    if (cut.kind === 'gap') return this.gap(decodeText(bytes).text)
    if (cut.kind === 'record') return this.record(bytes)
    const { code, reason } = FAULTS[cut.why]
    const position = cut.why === 'no-record' ? `line ${this.line}` : this.nextRecord()
    return [reject(position, code, reason, bytes.toString('utf8', 0, EXCERPT_BYTES))]
  }

  private nextRecord(): string {
    this.records += 1
    return `record ${this.records} (line ${this.line})`
  }

  private gap(text: string): XmlPiece[] {
    const { elements, garbage } = this.envelope.read(text)
    const pieces: XmlPiece[] = elements.map((element) => ({ kind: 'outside', element }))
    if (garbage === null) return pieces
    const before = text.slice(0, Math.max(0, text.indexOf(garbage.split('\n', 1)[0] ?? '')))
    const line = this.line + before.split('\n').length - 1
    return [reject(`line ${line}`, 'NOT_A_RECORD', STRAY, garbage), ...pieces]
  }

  private record(bytes: Buffer): XmlPiece[] {
    const { text, replacedBytes } = decodeText(bytes)
    const piece = this.parsed(text, replacedBytes)
    const inner = piece.kind === 'reject' ? this.tokens.nextStart(text, 1) : null
    return inner === null ? [piece] : [piece, ...this.hidden(text, inner)]
  }

  /** Records in a comment or section of a record that turned out to be broken. */
  private hidden(text: string, from: number): XmlPiece[] {
    const pieces: XmlPiece[] = []
    for (let at = from; at < text.length; ) {
      const next = this.tokens.nextStart(text, at + 1) ?? text.length
      const tag = this.tokens.nextTag(text, at + 1)
      pieces.push(this.parsed(text.slice(at, tag?.closes ? tag.end : next), 0))
      at = next
    }
    return pieces
  }

  private parsed(text: string, replacedBytes: number): XmlPiece {
    const position = this.nextRecord()
    const parsed = this.parse(text)
    if (parsed.kind === 'fault')
      return reject(position, 'NOT_XML', `The record is not well-formed XML: ${parsed.reason}`, text)
    return {
      kind: 'record',
      position,
      element: parsed.element,
      ancestors: this.envelope.ancestors(),
      replacedBytes,
    }
  }

  private unclosed(): XmlPiece[] {
    const [root] = this.envelope.ancestors()
    if (!root) return []
    const reason = `The file ends before </${root.name}>: it is not complete. Everything before was read.`
    return [reject(`line ${this.line}`, 'INCOMPLETE', reason, `</${root.name}> is missing`)]
  }
}
