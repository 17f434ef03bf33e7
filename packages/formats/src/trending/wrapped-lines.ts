import { isClear, pairing } from '../pair-lines.ts'
import type { Line } from '../read-lines.ts'
import { MAX_ABSTRACT_CHARS, splitBlocks } from './split-blocks.ts'
import type { WideLine } from './wide-line.ts'

const MIN_LINES = 12
const LONGEST_ADDRESS = 500
const [MIN_COLUMNS, MAX_COLUMNS] = [30, 132]
/** Addresses are longer than any column. */
const MAX_LONG_SHARE = 0.02
/** Where lines are filled, only ends of texts are not full, and behind them a text begins. */
const MIN_FULL_SHARE = 0.6
const MAX_GOING_ON_SHARE = 0.1
const MIN_CLEAR_SHARE = 0.7

export type Wrapping =
  /** A line is a text. */
  | { kind: 'none' }
  /** Texts go on over lines, and end with a blank line. */
  | { kind: 'paragraphs'; columns: number }
  /** Texts go on over lines, which are as full as these columns allow. */
  | { kind: 'filled'; columns: number }
  /** Texts go on over lines, and nothing tells where one ends. */
  | { kind: 'unclear' }

type Unwrappable = Extract<Wrapping, { columns: number }>

/** How a page breaks its lines, as terminals, mails and editors do. */
export function wrappingOf(lines: readonly WideLine[]): Wrapping {
  if (lines.length < MIN_LINES) return { kind: 'none' }
  const widths = lines.map(({ width }) => width).sort((a, b) => a - b)
  const columns = widths[Math.floor((lines.length - 1) * (1 - MAX_LONG_SHARE))] ?? 0
  if (columns < MIN_COLUMNS || columns > MAX_COLUMNS) return { kind: 'none' }
  const goingOn = lines.filter((line, at) => goesOn(line, lines[at + 1])).length
  if (goingOn < lines.length / 4) return { kind: 'none' }
  if (areParagraphs(lines, columns)) return { kind: 'paragraphs', columns }
  const ends = lines.filter((line, at) => !isFull(line, lines[at + 1], columns))
  const wrong = lines.filter(
    (line, at) => !isFull(line, lines[at + 1], columns) && goesOn(line, lines[at + 1]),
  )
  const isFilled = lines.length - ends.length >= MIN_FULL_SHARE * lines.length
  if (isFilled && wrong.length <= MAX_GOING_ON_SHARE * ends.length) return { kind: 'filled', columns }
  return { kind: 'unclear' }
}

/** Whether what blank lines separate are titles and abstracts in turn. */
function areParagraphs(lines: readonly WideLine[], columns: number): boolean {
  const texts = paragraphs(lines, columns)
  const pairs = pairing()
  const clear = [...texts.flatMap(pairs.add), ...pairs.end()].filter(isClear)
  const isLong = clear.some(({ abstract }) => (abstract?.text.length ?? 0) > MAX_ABSTRACT_CHARS)
  return clear.length > 1 && !isLong && 2 * clear.length >= MIN_CLEAR_SHARE * texts.length
}

/** A line that begins with a small letter goes on with the one before it. */
const goesOn = (line: Line, next: Line | undefined) => isNext(line, next) && /^\p{Ll}/u.test(next.text)

function isNext(line: Line, next: Line | undefined): next is Line {
  return next !== undefined && next.number === line.number + 1
}

/** Whether the text could not go on in this line. Some tools count the blank at the end: one column less is sure. */
function isFull(line: WideLine, next: Line | undefined, columns: number): boolean {
  if (!isNext(line, next)) return false
  const word = /^\S+/.exec(next.text)?.[0].length ?? 0
  return line.width + 1 + word >= columns
}

/** The titles and abstracts of such a page, each one line again, with the number of its first. */
export function unwrapped(lines: readonly WideLine[], { kind, columns }: Unwrappable): Line[] {
  if (kind === 'paragraphs') return paragraphs(lines, columns)
  const blocks = cutAt(lines, (line, next) => !isFull(line, next, columns))
  return splitBlocks(blocks).map((text) => ({
    ...joined(text.lines, columns),
    fault: text.isClear ? null : 'unclear',
  }))
}

function paragraphs(lines: readonly WideLine[], columns: number): Line[] {
  return cutAt(lines, (line, next) => !isNext(line, next)).map((group) => joined(group, columns))
}

function cutAt(lines: readonly WideLine[], isEnd: (line: WideLine, next: WideLine | undefined) => boolean) {
  const groups: WideLine[][] = []
  let open: WideLine[] = []
  for (const [at, line] of lines.entries()) {
    open.push(line)
    if (!isEnd(line, lines[at + 1])) continue
    groups.push(open)
    open = []
  }
  return groups
}

function joined(lines: readonly WideLine[], columns: number): Line {
  const [first] = lines
  const parts: string[] = []
  let tail = ''
  for (const [at, line] of lines.entries()) {
    const part = between(tail, line.text, filledTo(lines[at - 1], columns)) + line.text
    parts.push(part)
    // Of the whole text it would be a copy for each line.
    tail = (tail + part).slice(-LONGEST_ADDRESS)
  }
  return {
    text: parts.join(''),
    number: first?.number ?? 0,
    replacedBytes: lines.reduce((sum, line) => sum + line.replacedBytes, 0),
    fault: null,
  }
}

/** A word that is longer than a line is left as it is by some tools; by others the line is filled with its beginning. */
const filledTo = (line: WideLine | undefined, columns: number) =>
  line === undefined || Math.abs(line.width - columns) > 2 ? null : columns

/** A word with a hyphen may be broken behind it, and an address that is longer than a line anywhere. */
function between(whole: string, next: string, filled: number | null): '' | ' ' {
  if (whole === '') return ''
  const isWithinWord = /\p{L}-$/u.test(whole) && /^\p{L}/u.test(next) && !/^(?:and|or|to)\b/.test(next)
  const address = filled === null ? 0 : (/https?:\/\/\S+$/.exec(whole)?.[0].length ?? 0)
  const isWithinAddress = address > 0 && address + (/^\S+/.exec(next)?.[0].length ?? 0) >= (filled ?? 0)
  return isWithinWord || isWithinAddress ? '' : ' '
}
