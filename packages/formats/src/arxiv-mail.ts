import type { SourceEntry } from '@paperboy/contracts'
import { buildRecord } from './build-record.ts'
import { writtenDay } from './feed/written-day.ts'
import type { Format, Sample } from './format.ts'
import { itemFields } from './mail/item-fields.ts'
import { ListingItems, type ListingPart } from './mail/listing-items.ts'
import { readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/** The daily mail of arXiv: new papers, cross-lists and replacements between rules of dashes. */
export const arxivMail = {
  name: 'arxiv-mail',
  ranks: false,
  abstractRequired: false,
  detect,
  statedDate,
  read,
} as const satisfies Format

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  const items = new ListingItems()
  for await (const line of readLines(input)) {
    const position = `line ${line.number}`
    if (line.fault === 'cut') {
      yield truncated(position, line.text)
      return
    }
    if (line.fault === 'too-long') {
      yield reject(
        position,
        'LINE_TOO_LONG',
        'The line is longer than 4 MiB. Check the line ends.',
        line.text,
      )
      continue
    }
    for (const part of items.add(line)) yield toEntry(part)
  }
  for (const part of items.end()) yield toEntry(part)
}

function toEntry(part: ListingPart): SourceEntry {
  const position = `line ${part.line}`
  if (part.kind === 'garbage') {
    const reason = 'Between the items of the listing stands something that is none.'
    return reject(position, 'NOT_A_RECORD', reason, part.text)
  }
  if (part.kind === 'cut-item') {
    const reason = 'The mail ends within this item: it is not complete.'
    return reject(position, 'INCOMPLETE', reason, part.text)
  }
  return buildRecord(position, itemFields(part), () => part.head.join(' '))
}

/** "received from  Wed 11 Feb 26 19:00:00 GMT  to  Thu 12 Feb 26 19:00:00 GMT" */
const RECEIVED = /^\s*received from\s.*\sto\s+(.+)$/

function statedDate({ lines }: Sample): string | null {
  const until = lines.map((line) => RECEIVED.exec(line)?.[1]).find((found) => found !== undefined)
  return until === undefined ? null : writtenDay(until.trim())
}

const SURE = 0.95

function detect({ lines }: Sample): number {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '')
  const first = filled.findIndex(
    (line, at) => line === '\\\\' && /^(?:arXiv:\s?\S+|Paper:\s?\S+\/\d{7})/.test(filled[at + 1] ?? ''),
  )
  return first !== -1 && filled.slice(first).some((line) => /^Title:\s/.test(line)) ? SURE : 0
}
