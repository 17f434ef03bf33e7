import { abstractEvidence } from '../line-evidence.ts'
import type { WideLine } from './wide-line.ts'

type Role = 'title' | 'abstract'
type Part = { role: Role; lines: WideLine[] }
/** One way to read a block. */
type Reading = { parts: Part[]; cost: number }
type Range = { from: number; to: number }

/** One text of the page. `isClear` is false where it may as well be several. */
export type PageText = { lines: WideLine[]; isClear: boolean }

const MAX_TITLE_LINES = 4
const MAX_READINGS = 200
/** Three abstracts, in narrow columns. */
const MAX_BLOCK_LINES = 150
/** arXiv takes 1,920 characters. */
export const MAX_ABSTRACT_CHARS = 2_400
/** One last line in eight is full. */
const SPLIT_COST = 2
const GAP_COST = 4
const OPEN_END_COST = 8
const CASE_COST = 8
/** A line within an abstract that begins a sentence and is written like a title. */
const HIDDEN_TITLE_COST = 6
const TITLE_CAPITALS = 0.65
/** Between the best reading and another that would go as well with those around. */
const MIN_MARGIN = 1
const SENTENCE_END = /(?:[.!?…。]["'”’)\]}]*|https?:\/\/\S+)$/u
const TEXT_START = /^["'“‘$\\]*[\p{Lu}\p{N}\p{Lo}]/u
/** No title ends with a word that wants another. */
const OPEN_TITLE = /(?:,|\b(?:a|an|and|are|as|by|for|from|in|is|of|on|or|the|to|via|we|with))$/i

/**
 * The texts of a page. A block is a stretch of lines that certainly ends where a text ends; where the last line
 * of a text happens to be full, it holds several. Of all ways to read it the one is taken that goes best with
 * the blocks around: titles and abstracts take turns.
 */
export function splitBlocks(blocks: readonly WideLine[][]): PageText[] {
  const readings = blocks.map(readingsOf)
  const path = bestPath(readings)
  return path.flatMap((reading, at): PageText[] => {
    const hasRival = (readings[at] ?? []).some((other) => isRival(other, reading))
    const isUnclear = hasRival || reading.parts.some(isNoAbstract) || hidesTitle(reading, path[at + 1])
    if (isUnclear) return [{ lines: blocks[at] ?? [], isClear: false }]
    return reading.parts.map(({ lines }) => ({ lines, isClear: true }))
  })
}

/** Where an abstract follows an abstract, its title is most likely at the end of the one before. */
function hidesTitle(reading: Reading, next: Reading | undefined): boolean {
  return reading.parts.at(-1)?.role === 'abstract' && next?.parts[0]?.role === 'abstract'
}

function isRival(other: Reading, chosen: Reading): boolean {
  const ends = ({ parts }: Reading) => `${parts[0]?.role} ${parts.at(-1)?.role}`
  return other !== chosen && ends(other) === ends(chosen) && other.cost - chosen.cost < MIN_MARGIN
}

/** Longer than any, or without an end: then it most likely holds a title that was not found. */
function isNoAbstract({ role, lines }: Part): boolean {
  if (role === 'title') return false
  const length = lines.reduce((sum, { text }) => sum + text.length + 1, 0)
  return length > MAX_ABSTRACT_CHARS || !SENTENCE_END.test(lines.at(-1)?.text ?? '')
}

/** A block is a title, or an abstract that may have titles before, behind and within it. */
function readingsOf(lines: WideLine[]): Reading[] {
  if (lines.length > MAX_BLOCK_LINES) return [reading([{ role: 'abstract', lines }])]
  const sets = titleSets(titleRanges(lines)).take(MAX_READINGS)
  return [...sets.map((set) => reading(partsOf(lines, set)))]
}

/** No title, each one, each two: of a long block these are more than anybody can look at. */
function* titleSets(titles: Range[]): Generator<Range[]> {
  yield []
  for (const range of titles) yield [range]
  for (const first of titles) {
    for (const second of titles) if (second.from > first.to) yield [first, second]
  }
}

/** Where a title may stand: behind the end of a sentence, and before what may begin a text. */
function titleRanges(lines: WideLine[]): Range[] {
  const text = (at: number) => lines[at]?.text ?? ''
  const ranges: Range[] = []
  for (let from = 0; from < lines.length; from += 1) {
    if (from > 0 && !(SENTENCE_END.test(text(from - 1)) && TEXT_START.test(text(from)))) continue
    for (let to = from + 1; to <= Math.min(lines.length, from + MAX_TITLE_LINES); to += 1) {
      const isWithin = from > 0 && to < lines.length
      const mayEnd = (to === lines.length || TEXT_START.test(text(to))) && !OPEN_TITLE.test(text(to - 1))
      const title = lines.slice(from, to)
      if (mayEnd && !title.some(speaks) && (!isWithin || isCapital(title))) ranges.push({ from, to })
    }
  }
  return ranges
}

const speaks = ({ text }: WideLine) => /\b(?:we|our)\b/.test(text)
const isCapital = (lines: WideLine[]) => lines.every(({ text }) => capitalShare(text) >= 0.5)

function partsOf(lines: WideLine[], titles: Range[]): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const { from, to } of titles) {
    if (from > at) parts.push({ role: 'abstract', lines: lines.slice(at, from) })
    parts.push({ role: 'title', lines: lines.slice(from, to) })
    at = to
  }
  if (at < lines.length) parts.push({ role: 'abstract', lines: lines.slice(at) })
  return parts
}

function reading(parts: Part[]): Reading {
  const cost = parts.reduce((sum, part) => sum + partCost(part), (parts.length - 1) * SPLIT_COST)
  return { parts, cost }
}

function partCost({ role, lines }: Part): number {
  const texts = lines.map(({ text }) => text)
  const evidence = abstractEvidence(texts.join(' '))
  const capitals = texts.map(capitalShare)
  // A title is written alike to its end, and no abstract begins like one.
  if (role === 'title') return Math.max(0, evidence) + CASE_COST * Math.max(0, 0.5 - Math.min(...capitals))
  const hidden = texts.filter((text, at) => at > 0 && isHeading(text, texts[at - 1] ?? '')).length
  const openEnd = SENTENCE_END.test(texts.at(-1) ?? '') ? 0 : OPEN_END_COST
  return (
    Math.max(0, -evidence) +
    openEnd +
    HIDDEN_TITLE_COST * hidden +
    CASE_COST * Math.max(0, (capitals[0] ?? 0) - 0.75)
  )
}

function isHeading(text: string, before: string): boolean {
  const isEnd = SENTENCE_END.test(text) || OPEN_TITLE.test(text)
  return SENTENCE_END.test(before) && !isEnd && capitalShare(text) >= TITLE_CAPITALS
}

/** Of the words that title case writes with a capital. */
function capitalShare(text: string): number {
  const words = text.match(/[\p{L}][\p{L}\p{N}-]{3,}/gu) ?? []
  return words.length === 0 ? 0.5 : words.filter((word) => /^\p{Lu}/u.test(word)).length / words.length
}

type Way = { cost: number; path: { reading: Reading; before: Way['path'] } | null }

function bestPath(readings: Reading[][]): Reading[] {
  let ways = new Map<Role, Way>([['abstract', { cost: 0, path: null }]])
  for (const options of readings) {
    const next = new Map<Role, Way>()
    for (const reading of options) {
      const [first, last] = [reading.parts[0], reading.parts.at(-1)]
      if (!first || !last) continue
      for (const [role, way] of ways) {
        const cost = way.cost + reading.cost + (role === first.role ? GAP_COST : 0)
        const known = next.get(last.role)
        if (!known || cost < known.cost) next.set(last.role, { cost, path: { reading, before: way.path } })
      }
    }
    ways = next
  }
  const [best] = [...ways.values()].sort((a, b) => a.cost - b.cost)
  const path: Reading[] = []
  for (let step = best?.path ?? null; step; step = step.before) path.push(step.reading)
  return path.reverse()
}
