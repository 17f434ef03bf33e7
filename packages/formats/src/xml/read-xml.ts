import type { SourceReject } from '@paperboy/contracts'
import { DumpCut } from '../dump-error.ts'
import { toUtf8 } from '../encoding.ts'
import { decodeText } from '../read-lines.ts'
import { reject, truncated } from '../reject.ts'
import { type BrokenReason, type Cut, recordCutter } from './cut-records.ts'
import { declaredEncoding } from './declared-encoding.ts'
import type { XmlElement } from './element.ts'
import { envelopeReader } from './envelope.ts'
import { elementParser } from './parse-element.ts'
import { recordTokens } from './record-tokens.ts'

export type XmlRecord = {
  kind: 'record'
  position: string
  element: XmlElement
  /** The open elements around it, outermost first, without their content. */
  ancestors: XmlElement[]
  replacedBytes: number
}
/** An element between the records. */
export type XmlOutside = { kind: 'outside'; element: XmlElement }
export type XmlPiece = XmlRecord | XmlOutside | SourceReject

export type XmlShape = {
  /** The name of the elements that are records, without prefix. */
  record: string
  /** The names of elements between records that are wanted too. */
  outside: readonly string[]
}

const BLOCK_BYTES = 64 * 1024

/** The records of an XML document, or of several one after the other, in bounded memory. */
export async function* readXml(input: AsyncIterable<Uint8Array>, shape: XmlShape): AsyncGenerator<XmlPiece> {
  const reader = pieceReader(shape)
  let parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of toUtf8(declaredEncoding(input))) {
      parts.push(part)
      bytes += part.length
      // As much again as is waiting: else a long record would be copied and searched with each block.
      if (bytes < Math.max(BLOCK_BYTES, reader.waiting())) continue
      for (const piece of reader.read(parts, false)) yield piece
      parts = []
      bytes = 0
    }
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    for (const piece of reader.read(parts, false)) yield piece
    yield reader.cut()
    return
  }
  for (const piece of reader.read(parts, true)) yield piece
}

function pieceReader(shape: XmlShape) {
  const cutter = recordCutter(shape.record)
  const envelope = envelopeReader(shape.outside)
  const parse = elementParser()
  const tokens = recordTokens(shape.record)
  const state = { rest: Buffer.alloc(0), line: 1, records: 0 }

  function* read(parts: Buffer[], atEnd: boolean): Generator<XmlPiece> {
    const block = Buffer.concat([state.rest, ...parts])
    const { cuts, done } = cutter.cut(block.toString('latin1'), atEnd)
    let at = 0
    for (const cut of cuts) {
      skipLines(block, at, cut.from)
      yield* pieces(cut, block.subarray(cut.from, cut.to))
      skipLines(block, cut.from, cut.to)
      at = cut.to
    }
    skipLines(block, at, done)
    // A copy, since a piece of the block would keep the whole of it alive.
    state.rest = Buffer.from(block.subarray(done))
    if (atEnd) yield* unclosed()
  }

  function skipLines(block: Buffer, from: number, to: number) {
    for (let at = block.indexOf(10, from); at !== -1 && at < to; at = block.indexOf(10, at + 1))
      state.line += 1
  }

  function* pieces(cut: Cut, bytes: Buffer): Generator<XmlPiece> {
    if (cut.kind === 'gap') yield* outside(bytes)
    else if (cut.kind === 'record') yield* record(bytes)
    else {
      if (cut.why !== 'no-record') state.records += 1
      const position = cut.why === 'no-record' ? `line ${state.line}` : here()
      yield reject(position, CODES[cut.why], REASONS[cut.why], bytes.toString('utf8', 0, 2_000))
    }
  }

  const here = () => `record ${state.records} (line ${state.line})`

  function* outside(bytes: Buffer): Generator<XmlPiece> {
    const { text } = decodeText(bytes)
    const { elements, garbage } = envelope.read(text)
    if (garbage !== null) {
      const reason = 'Between the records stands something that is none, or that is not well-formed XML.'
      const before = text.slice(0, Math.max(0, text.indexOf(garbage.slice(0, 20))))
      const line = state.line + before.split('\n').length - 1
      yield reject(`line ${line}`, 'NOT_A_RECORD', reason, garbage)
    }
    for (const element of elements) yield { kind: 'outside', element }
  }

  function* record(bytes: Buffer): Generator<XmlPiece> {
    state.records += 1
    const { text, replacedBytes } = decodeText(bytes)
    const parsed = parse(text)
    if (parsed.kind === 'element') {
      const { element } = parsed
      yield { kind: 'record', position: here(), element, ancestors: envelope.ancestors(), replacedBytes }
      return
    }
    const inner = tokens.nextStart(text, 1)
    const reason = `The record is not well-formed XML: ${parsed.reason}`
    yield reject(here(), 'NOT_XML', reason, inner === null ? text : text.slice(0, inner))
    if (inner !== null) yield* hidden(text, inner)
  }

  /** Records within the comment or section of one that turned out to be broken. */
  function* hidden(text: string, from: number): Generator<XmlPiece> {
    for (let at = from; at < text.length; ) {
      const next = tokens.nextStart(text, at + 1) ?? text.length
      const tag = tokens.nextTag(text, at + 1)
      state.records += 1
      const parsed = parse(text.slice(at, tag?.closes ? tag.end : next))
      if (parsed.kind === 'element')
        yield {
          kind: 'record',
          position: here(),
          element: parsed.element,
          ancestors: envelope.ancestors(),
          replacedBytes: 0,
        }
      else
        yield reject(
          here(),
          'NOT_XML',
          `The record is not well-formed XML: ${parsed.reason}`,
          text.slice(at, next),
        )
      at = next
    }
  }

  function* unclosed(): Generator<XmlPiece> {
    const [root] = envelope.ancestors()
    if (!root) return
    const reason = `The file ends before </${root.name}>: it is not complete. Everything before was read.`
    yield reject(`line ${state.line}`, 'INCOMPLETE', reason, `</${root.name}> is missing`)
  }

  return {
    read,
    waiting: () => state.rest.length,
    cut: () => truncated(`line ${state.line}`, state.rest.toString('utf8', 0, 2_000)),
  }
}

const CODES: Record<BrokenReason, string> = {
  'no-end': 'INCOMPLETE',
  'too-long': 'RECORD_TOO_LONG',
  'no-record': 'NOT_A_RECORD',
}
const REASONS: Record<BrokenReason, string> = {
  'no-end': 'The record has no end: another one begins within it, or the file breaks off.',
  'too-long': 'The record is longer than 4 MiB, which none is.',
  'no-record': 'For more than 1 MiB there is no record.',
}
