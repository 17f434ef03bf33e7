import type { SourceReject } from '@paperboy/contracts'
import { DumpCut } from '../dump-error.ts'
import { toUtf8 } from '../encoding.ts'
import { declaredEncoding } from './declared-encoding.ts'
import type { XmlElement } from './element.ts'
import { PieceReader } from './piece-reader.ts'

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
  /** The name of the elements that are records, without prefix. A pattern where there are several. */
  record: string
  /** The names of elements between records that are wanted too. */
  outside: readonly string[]
}

const BLOCK_BYTES = 64 * 1024

/** The records of an XML document, or of several one after the other, in bounded memory. */
export async function* readXml(input: AsyncIterable<Uint8Array>, shape: XmlShape): AsyncGenerator<XmlPiece> {
  const reader = new PieceReader(shape)
  let parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of toUtf8(declaredEncoding(input))) {
      parts.push(part)
      bytes += part.length
      // As much again as is waiting: else a long record would be copied and searched with each block.
      if (bytes < Math.max(BLOCK_BYTES, reader.waiting)) continue
      // Not `yield*`, which takes three turns of the event loop for each piece.
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
