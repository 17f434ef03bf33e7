import { type LeafNode, positiveLeaves, type QueryNode } from './query/ast.ts'
import { compoundTokens } from './text/compounds.ts'
import { stem } from './text/stem.ts'
import { type Token, tokens } from './text/tokens.ts'

const FRAGMENTS = 3
const FRAGMENT_LENGTH = 160
/** Text shown before the first mark of a fragment. */
const LEAD = 50

type Range = { start: number; end: number }
type HighlightedText = { title: string; abstract: string[] }

/**
 * Marks what a query matched, in our own code and so alike on every engine: the title whole, the abstract as
 * its best fragments. Everything is HTML-escaped; the marks are the only tags.
 */
export function highlight(paper: { title: string; abstract: string }, node: QueryNode): HighlightedText {
  const leaves = positiveLeaves(node)
  const { title, abstract } = paper
  return {
    title: markUp(title, { start: 0, end: title.length }, matches(title, leaves, 'title')),
    abstract: fragments(abstract, matches(abstract, leaves, 'abstract')),
  }
}

function matches(text: string, leaves: LeafNode[], field: 'title' | 'abstract'): Range[] {
  const plain = tokens(text)
  const found = { plain, all: [...plain, ...compoundTokens(text)] }
  const ranges = leaves
    .filter((leaf) => 'field' in leaf && (leaf.field === 'any' || leaf.field === field))
    .flatMap((leaf) => leafMatches(found, leaf))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const merged: Range[] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

/** Compounds are marked for a word; a phrase or a prefix never meets them. */
type Found = { plain: Token[]; all: Token[] }

function leafMatches({ plain: found, all }: Found, leaf: LeafNode): Range[] {
  if (leaf.kind === 'word') return all.filter((token) => stem(token.word) === leaf.stem)
  if (leaf.kind === 'prefix') return found.filter((token) => token.word.startsWith(leaf.prefix))
  if (leaf.kind !== 'phrase') return []
  const wanted = leaf.stemmed ? leaf.words.map(stem) : leaf.words
  const form = leaf.stemmed ? stem : (word: string) => word
  const ranges: Range[] = []
  for (let at = 0; at + leaf.words.length <= found.length; at++) {
    const last = found[at + leaf.words.length - 1]
    const first = found[at]
    if (first && last && wanted.every((word, offset) => form(found[at + offset]?.word ?? '') === word)) {
      ranges.push({ start: first.start, end: last.end })
    }
  }
  return ranges
}

function fragments(text: string, marks: Range[]): string[] {
  const windows: (Range & { marks: number })[] = []
  for (const mark of marks) {
    const last = windows.at(-1)
    if (last && mark.end <= last.end) last.marks++
    else {
      const start = Math.max(last?.end ?? 0, wordStart(text, mark.start - LEAD))
      windows.push({ start, end: Math.max(mark.end, wordEnd(text, start + FRAGMENT_LENGTH)), marks: 1 })
    }
  }
  return windows
    .sort((a, b) => b.marks - a.marks)
    .slice(0, FRAGMENTS)
    .sort((a, b) => a.start - b.start)
    .map((window) => markUp(text, window, marks).trim())
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.indexOf(' ', at)
  return space < 0 || space > at + LEAD / 2 ? wellFormedCut(text, at) : space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return space < at - FRAGMENT_LENGTH / 4 ? wellFormedCut(text, at) : space
}

/** Not between the two halves of a character outside the basic plane. */
function wellFormedCut(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at + 1 : at
}

function markUp(text: string, window: Range, marks: Range[]): string {
  let html = ''
  let at = window.start
  for (const mark of marks) {
    if (mark.start < at || mark.end > window.end) continue
    html += `${escapeHtml(text.slice(at, mark.start))}<mark>${escapeHtml(text.slice(mark.start, mark.end))}</mark>`
    at = mark.end
  }
  return html + escapeHtml(text.slice(at, window.end))
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
