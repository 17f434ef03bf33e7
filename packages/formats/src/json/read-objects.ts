import type { SourceEntry, SourceRecord } from '@paperboy/contracts'
import { prepend } from '../byte-stream.ts'
import { DumpCut } from '../dump-error.ts'
import { toUtf8 } from '../encoding.ts'
import { readLines } from '../read-lines.ts'
import { reject, truncated } from '../reject.ts'
import { itemScanner, type ScannedItem } from './item-scanner.ts'
import { parseObject } from './parse-object.ts'

type Fields = Record<string, unknown>
/** Null: the object is no record of the format, which says then what it lacks. */
export type ToRecord = (position: string, object: Fields, replacedBytes: number) => SourceRecord | null

const TOO_LONG = 'longer than 4 MiB'

/** An object a line, each a record or a reject. */
export async function* readObjectLines(
  input: AsyncIterable<Uint8Array>,
  toRecord: ToRecord,
  lacks: string,
): AsyncGenerator<SourceEntry> {
  for await (const line of readLines(input)) {
    if (line.fault === null && line.text.trim() === '') continue
    const position = `line ${line.number}`
    if (line.fault === 'cut') yield truncated(position, line.text)
    else if (line.fault === 'too-long') {
      const reason = `The line is ${TOO_LONG}. Check the line ends of the dump.`
      yield reject(position, 'LINE_TOO_LONG', reason, line.text)
    } else yield toEntry(position, line.text, { what: 'line', toRecord, lacks, replaced: line.replacedBytes })
  }
}

/** The elements of a JSON array, or the objects of JSON Lines: each a record or a reject. */
export async function* readObjects(
  input: AsyncIterable<Uint8Array>,
  toRecord: ToRecord,
  lacks: string,
): AsyncGenerator<SourceEntry> {
  const bytes = toUtf8(input)
  const head = await firstLine(bytes)
  const whole = head.isLine
    ? readObjectLines(head.bytes, toRecord, lacks)
    : readItems(head.bytes, toRecord, lacks)
  for await (const entry of whole) yield entry
}

/** Whether the first line is an object of its own and not the beginning of a larger text. */
export function isObjectLine(line: string): boolean {
  const text = line.replace('\ufeff', '').trim()
  return text.startsWith('{') && parseObject(text, 'line').kind === 'object' && !holdsList(text)
}

function holdsList(text: string): boolean {
  const scanner = itemScanner()
  const items = scanner.push(Buffer.from(text))
  return items.length !== 1 || items[0]?.bytes.length !== Buffer.byteLength(text)
}

const MAX_HEAD_BYTES = 4 * 1024 * 1024
const MARK = Buffer.from('\ufeff')

/** Reads until the first line that is not blank has ended, and gives all bytes back. */
async function firstLine(bytes: AsyncGenerator<Buffer>) {
  let head: Buffer = Buffer.alloc(0)
  let failure: { error: unknown } | null = null
  while (!isFirstLine(head)) {
    try {
      const next = await bytes.next()
      if (next.done) break
      head = Buffer.concat([head, next.value])
    } catch (error) {
      failure = { error }
      break
    }
  }
  head = withoutMark(head)
  const line =
    head
      .toString('utf8')
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? ''
  return { isLine: isObjectLine(line), bytes: prepend(head, failure ? failing(failure.error) : bytes) }
}

/** Whether it holds the first line, or at least shows that it is no object. */
function isFirstLine(head: Buffer): boolean {
  if (head.length > MAX_HEAD_BYTES) return true
  if (head.length < MARK.length) return false
  const text = withoutMark(head).toString('utf8').trimStart()
  return text !== '' && (!text.startsWith('{') || /[\r\n]/.test(text))
}

function withoutMark(head: Buffer): Buffer {
  return head.subarray(0, MARK.length).equals(MARK) ? head.subarray(MARK.length) : head
}

// biome-ignore lint/correctness/useYield: it is the end of a stream that fails
async function* failing(error: unknown): AsyncGenerator<Buffer> {
  throw error
}

async function* readItems(
  bytes: AsyncIterable<Buffer>,
  toRecord: ToRecord,
  lacks: string,
): AsyncGenerator<SourceEntry> {
  const scanner = itemScanner()
  let number = 0
  const next = () => {
    number += 1
    return `item ${number}`
  }
  try {
    for await (const chunk of bytes) {
      for (const item of scanner.push(chunk)) yield itemEntry(next(), item, toRecord, lacks)
    }
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    yield truncated(next(), scanner.end()?.toString('utf8') ?? '')
    return
  }
  const open = scanner.end()
  if (!open || open.toString('utf8').trim() === '') return
  const reason = 'The dump ends in the middle of this item. Send the complete file.'
  yield reject(next(), 'NOT_JSON', reason, open.toString('utf8', 0, 4_096))
}

function itemEntry(position: string, item: ScannedItem, toRecord: ToRecord, lacks: string): SourceEntry {
  const text = item.bytes.toString('utf8')
  if (item.fault) {
    return reject(position, 'ITEM_TOO_LONG', `The item is ${TOO_LONG}, which no record is.`, text)
  }
  return toEntry(position, text, { what: 'item', toRecord, lacks, replaced: 0 })
}

type How = { what: string; toRecord: ToRecord; lacks: string; replaced: number }

function toEntry(position: string, text: string, { what, toRecord, lacks, replaced }: How): SourceEntry {
  const parsed = parseObject(text, what)
  if (parsed.kind === 'fault') return reject(position, parsed.code, parsed.reason, text)
  return toRecord(position, parsed.object, replaced) ?? reject(position, 'MISSING_TITLE', lacks, text)
}
