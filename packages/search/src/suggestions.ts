import { frequentPhrases } from './frequent-phrases.ts'
import { editDistance } from './spelling/edit-distance.ts'
import { doubtful } from './spelling/respelled.ts'
import { stem } from './text/stem.ts'
import { words } from './text/tokens.ts'

/** The papers whose titles are looked at: those that trend most of all with the words typed. */
export const SUGGESTION_PAPERS = 300
const MAX_PHRASES = 5
const MAX_TYPED_WORDS = 16
/** No search takes more. */
const MAX_LENGTH = 500
/** A shorter beginning has too many neighbours. */
const MIN_MISSPELT = 4

export type SuggestionSource = {
  /** Titles with these words, the last of them as a beginning: of the papers that trend most, in that order. */
  titles(typed: string[]): Promise<string[]>
  /** For words, by their stems, that no or hardly any paper has, the word that was likely meant. */
  respell(words: Map<string, string>): Promise<Map<string, string>>
}

/**
 * Frequent phrases and titles for what was typed so far. Phrases are counted in the titles found, so there are
 * none that could be out of date.
 */
export async function suggest(source: SuggestionSource, q: string, limit: number): Promise<string[]> {
  const typed = words(q).slice(-MAX_TYPED_WORDS)
  if (typed.length === 0) return []
  const found = suggestionsOf(await source.titles(typed), typed, limit)
  if (found.length > 0) return found
  return suggestionsMeant(source, typed, limit)
}

function suggestionsOf(titles: string[], typed: string[], limit: number): string[] {
  const distinct = new Map<string, string>()
  for (const title of titles) {
    if (title.length > MAX_LENGTH) continue
    const key = words(title).join(' ')
    if (!distinct.has(key)) distinct.set(key, title)
  }
  const begun = typed.join(' ')
  const phrases = frequentPhrases([...distinct.values()], typed).slice(0, MAX_PHRASES)
  for (const phrase of phrases) distinct.delete(words(phrase).join(' '))
  const begins = [...distinct.keys()].filter((key) => key.startsWith(begun))
  const others = [...distinct.keys()].filter((key) => !key.startsWith(begun))
  const found = [...begins, ...others].map((key) => distinct.get(key) ?? '')
  return [...phrases, ...found].slice(0, limit)
}

/** What was typed completes nothing: first whole words are corrected, then the beginning of the last. */
async function suggestionsMeant(source: SuggestionSource, typed: string[], limit: number): Promise<string[]> {
  const corrections = await source.respell(doubtful(typed.join(' ')))
  const meant = typed.map((word) => corrections.get(stem(word)) ?? word)
  const before = meant.slice(0, -1)
  const last = typed.at(-1) ?? ''
  const beginnings = [last, await beginningMeant(source, before, last), meant.at(-1)]
  for (const [at, beginning] of beginnings.entries()) {
    if (beginning === undefined || beginnings.indexOf(beginning) < at) continue
    const words = [...before, beginning]
    const found = suggestionsOf(await source.titles(words), words, limit)
    if (found.length > 0) return found
  }
  return []
}

/** The most frequent word that begins almost as typed, in titles with the other words. */
async function beginningMeant(
  source: SuggestionSource,
  before: string[],
  last: string,
): Promise<string | undefined> {
  if (last.length < MIN_MISSPELT) return undefined
  const letter = String.fromCodePoint(last.codePointAt(0) ?? 0)
  const counts = new Map<string, number>()
  for (const title of await source.titles([...before, letter]))
    for (const word of words(title))
      if (almostBegins(word, last)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
}

/** One letter wrong, missing, too many, or swapped with its neighbour; the first letter is taken as right. */
function almostBegins(word: string, typed: string): boolean {
  if (word[0] !== typed[0]) return false
  return [-1, 0, 1].some((more) => editDistance(typed, word.slice(0, typed.length + more), 1) <= 1)
}
