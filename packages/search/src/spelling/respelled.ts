import { stem } from '../text/stem.ts'
import { requestOpeners, requestWords, stopWords } from '../text/stop-words.ts'
import { tokens, words } from '../text/tokens.ts'
import { editDistance } from './edit-distance.ts'

/** Shorter words have too many neighbours. */
const MIN_LENGTH = 4
/** What is left before an ending. */
const MIN_ROOT = 3
/** A shorter one is near to too many words. */
const MIN_WHOLE_ROOT = 5
/** From this length on two errors are forgiven. */
const TWO_ERRORS_FROM = 7
/** In how many papers a word stands before it is offered. */
export const MIN_PAPERS = 2
export const MAX_EDITS = 2
/** Each costs a look through the vocabulary; a query with more unknown words is no slip of the finger. */
const MAX_CORRECTED = 5

/** A word in so few papers may be their slip too: where a neighbour has this many times their papers. */
const MAX_SLIPS = 5
const TIMES_MORE = 200

/** Where the stemmer does not know the ending it leaves the word whole, far from its stem. */
const ENDINGS =
  'ing ings ed er ers ion ions ation ations ment ments ness ity ence ance ive able ical al ic ly ism ous'.split(
    ' ',
  )

/** A stem of the collection and how many papers have it; `word` where it is known how it is meant to be written. */
export type Candidate = { stem: string; papers: number; word?: string }
/** A word that may be misspelt, and how many papers have it. */
export type Doubtful = {
  stem: string
  word: string
  papers: number
  /** The word without an ending that its error hid from the stemmer: "cnvergence" keeps "ence". */
  roots: string[]
}

/** Those of the words, by their stems, that no or hardly any paper has. */
export function rarelyWritten(words: Map<string, string>, papersOf: (stem: string) => number): Doubtful[] {
  return [...words]
    .map(([stem, word]) => ({ stem, word, papers: papersOf(stem), roots: rootsOf(word) }))
    .filter(({ papers }) => papers <= MAX_SLIPS)
    .slice(0, MAX_CORRECTED)
}

/** The words of a plain query that may be misspelt, by their stems. */
export function doubtful(q: string): Map<string, string> {
  // Operators, fields and prefixes are meant as they stand.
  if (/[*:"“”„«»]|(^|\s)-\S/.test(q)) return new Map()
  const found = words(q).filter(
    (word) =>
      word.length >= MIN_LENGTH &&
      /^\p{L}+$/u.test(word) &&
      !stopWords.has(word) &&
      !requestWords.has(word) &&
      !requestOpeners.has(word),
  )
  return new Map(found.map((word) => [stem(word), word]))
}

/** The nearest word of the collection; of equally near ones the most frequent. */
export function nearest(typed: Doubtful, candidates: Iterable<Candidate>): Candidate | undefined {
  const limit = typed.papers === 0 && typed.stem.length >= TWO_ERRORS_FROM ? MAX_EDITS : 1
  const least = Math.max(MIN_PAPERS, typed.papers * TIMES_MORE)
  let best: (Candidate & { distance: number }) | undefined
  for (const { stem: candidate, papers, word } of candidates) {
    if (papers < least || candidate === typed.stem) continue
    const distance = distanceOf(typed, { stem: candidate, word }, Math.floor(best?.distance ?? limit))
    if (distance >= limit + 1) continue
    if (best && (distance > best.distance || (distance === best.distance && papers <= best.papers))) continue
    best = { stem: candidate, papers, distance, ...(word === undefined ? {} : { word }) }
  }
  return best
}

/** Words that differ by one error in their ending: "learninng" is learning. */
export function endingsMended({ word }: Doubtful): { stem: string; word: string }[] {
  const mended = ENDINGS.flatMap((ending) =>
    [-1, 0, 1].flatMap((more) => {
      const at = word.length - ending.length - more
      const wrong = at >= MIN_ROOT && editDistance(word.slice(at), ending, 1) === 1
      return wrong ? [word.slice(0, at) + ending] : []
    }),
  )
  return [...new Set(mended)].map((whole) => ({ stem: stem(whole), word: whole }))
}

/** A root may be no word at all, so it is half an edit further away. */
function distanceOf(
  typed: Doubtful,
  candidate: { stem: string; word?: string | undefined },
  limit: number,
): number {
  if (candidate.word !== undefined) return editDistance(typed.word, candidate.word, limit)
  const edits = (form: string) => editDistance(form, candidate.stem, limit)
  return Math.min(edits(typed.stem), edits(typed.word), ...typed.roots.map((root) => edits(root) + 0.5))
}

function rootsOf(word: string): string[] {
  return ENDINGS.filter(
    (ending) => word.endsWith(ending) && word.length - ending.length >= MIN_WHOLE_ROOT,
  ).map((ending) => word.slice(0, -ending.length))
}

/** How a stem is written in texts that have it: the most frequent of its words. */
export function writtenAs(wanted: string, texts: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of texts.flatMap(words))
    if (stem(word) === wanted) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
}

/** The query with words replaced, by stem; undefined where nothing changes. */
export function respelled(q: string, replacements: Map<string, string>): string | undefined {
  let text = ''
  let at = 0
  for (const token of tokens(q)) {
    const replacement = replacements.get(stem(token.word))
    if (replacement === undefined) continue
    text += q.slice(at, token.start) + replacement
    at = token.end
  }
  return at === 0 ? undefined : text + q.slice(at)
}
