import type { SourceEntry } from '@paperboy/contracts'
import type { Format, Sample } from './format.ts'
import { abstractEvidence } from './line-evidence.ts'
import { furnitureFilter, isBanner } from './page-furniture.ts'
import { type Pair, pairing } from './pair-lines.ts'
import { type Line, readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/**
 * A page of trending papers, selected and pasted: two banner lines, then a title line and an abstract
 * line for each paper. A line stands for a field, blank lines mean nothing.
 */
export const trendingPage = {
  name: 'trending-page',
  ranks: true,
  abstractRequired: true,
  detect,
  read,
} as const satisfies Format

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  const content = furnitureFilter()
  const pairs = pairing()
  let cut: Line | null = null
  for await (const line of readLines(input)) {
    if (line.fault === 'cut') {
      cut = line
      continue
    }
    const kept = content(line)
    if (kept) for (const pair of pairs.add(kept)) yield toEntry(pair)
  }
  for (const pair of pairs.end()) {
    // The abstract of the last title is not missing: it is in the part that was cut off.
    const waiting = pair.title !== null && pair.title === pairs.open()
    if (cut && waiting) cut = pair.title
    else yield toEntry(pair)
  }
  if (cut) yield truncated(at(cut), cut.text)
}

const at = (line: Line) => `line ${line.number}`

function toEntry({ title, abstract }: Pair): SourceEntry {
  if (abstract?.fault === 'too-long') return tooLong(abstract, title)
  if (title === null) {
    const reason = 'An abstract without a title: no title line stands before it.'
    return reject(at(abstract), 'MISSING_TITLE', reason, abstract.text)
  }
  if (abstract === null) {
    const reason = 'A title without an abstract: another title follows it, or nothing.'
    return reject(at(title), 'MISSING_ABSTRACT', reason, title.text)
  }
  const replacedBytes = title.replacedBytes + abstract.replacedBytes
  return {
    kind: 'record',
    position: at(title),
    title: title.text,
    abstract: abstract.text,
    ...(replacedBytes > 0 && { extra: { replacedBytes } }),
  }
}

function tooLong(abstract: Line, title: Line | null): SourceEntry {
  const reason = 'The line is longer than 4 MiB, which no abstract is. Check the line ends of the dump.'
  return reject(at(abstract), 'LINE_TOO_LONG', reason, title?.text ?? abstract.text)
}

const SURE_WITH_BANNER = 0.95
const SURE_BY_PAIRS = 0.7
const MIN_CLEAR_PAIRS = 2
const MIN_CLEAR_SHARE = 0.7
const CLEAR_EVIDENCE = 3
const MIN_WRAPPED_LINES = 12
const MAX_COLUMNS = 132
/** Lines that begin like mark-up, data or code; titles and abstracts rarely do. */
const NO_PLAIN_TEXT = /^(?:[<#|{}[*>@/"]|- )|[{};,]$/
const MAX_NO_PLAIN_SHARE = 0.1

function detect(sample: Sample): number {
  const content = furnitureFilter()
  const lines = sample.lines
    .map((text, index) => content({ text, number: index + 1, replacedBytes: 0, fault: null }))
    .filter((line) => line !== null)
  if (lines.length === 0) return 0
  if (sample.lines.some(isBanner) && !isWrapped(lines)) return SURE_WITH_BANNER
  const odd = lines.filter(({ text }) => NO_PLAIN_TEXT.test(text)).length
  if (odd > MAX_NO_PLAIN_SHARE * lines.length) return 0
  const pairs = pairing()
  const clear = [...lines.flatMap(pairs.add), ...pairs.end()].filter(isClear).length
  return clear >= MIN_CLEAR_PAIRS && 2 * clear >= MIN_CLEAR_SHARE * lines.length ? SURE_BY_PAIRS : 0
}

/** A dump of a browser for terminals: it breaks its lines, so that a line is no field. */
function isWrapped(lines: Line[]): boolean {
  return lines.length >= MIN_WRAPPED_LINES && lines.every(({ text }) => text.length <= MAX_COLUMNS)
}

function isClear({ title, abstract }: Pair): boolean {
  if (!title || !abstract) return false
  return abstractEvidence(title.text) <= -CLEAR_EVIDENCE && abstractEvidence(abstract.text) >= CLEAR_EVIDENCE
}
