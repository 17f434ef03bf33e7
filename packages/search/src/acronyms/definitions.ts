import { stem } from '../text/stem.ts'
import { words } from '../text/tokens.ts'

/** An acronym and what it stands for, each as folded words: `rag`, "retrieval augmented generation". */
export type Definition = { short: string; long: string }
/** How many papers define it so. */
export type CountedDefinition = Definition & { papers: number }

const PARENTHESES = /\(([^()]{2,80})\)/g
const SHORT = /^[\p{L}\p{N}][\p{L}\p{N}./&+-]{1,9}$/u
const MAX_LONG_WORDS = 8
/** More stand in no abstract but in lists. */
const MAX_DEFINITIONS = 20

/**
 * What a text says its acronyms stand for: "retrieval-augmented generation (RAG)", also "RAG (retrieval-augmented
 * generation)". The algorithm of A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation
 * definitions in biomedical text" (2003): the letters of the short form in order, from its end, the first of them at
 * the beginning of a word.
 */
export function definitionsIn({ title, abstract }: { title: string; abstract: string }): Definition[] {
  const found = new Map<string, Definition>()
  for (const text of [title, abstract]) {
    let from = 0
    for (const match of text.matchAll(PARENTHESES)) {
      const definition = definitionAt(text.slice(from, match.index), match[1] ?? '')
      if (definition) found.set(`${definition.short}=${definition.long}`, definition)
      from = match.index + match[0].length
    }
  }
  return [...found.values()].slice(0, MAX_DEFINITIONS)
}

/** The words of a long form as they are compared: by their stems. */
export const longKey = (long: string[]): string => long.map(stem).join(' ')

function definitionAt(before: string, inside: string): Definition | undefined {
  const said =
    inside
      .split(/[;,:]/)[0]
      ?.replace(/["“”'’]/g, '')
      .trim() ?? ''
  const clause =
    before
      .split(/[.;:!?]\s/)
      .at(-1)
      ?.trim() ?? ''
  if (isShort(said)) return definition(said, lastWords(clause, said))
  const last =
    clause
      .split(/\s+/)
      .at(-1)
      ?.replace(/["“”'’]/g, '') ?? ''
  return isShort(last) ? definition(last, said) : undefined
}

function isShort(text: string): boolean {
  return SHORT.test(text) && /\p{Lu}/u.test(text) && words(text).length === 1
}

function lastWords(clause: string, short: string): string {
  const most = Math.min(short.length + 5, short.length * 2)
  return clause.split(/\s+/).slice(-most).join(' ')
}

function definition(written: string, candidate: string): Definition | undefined {
  const singular = written.replace(/(?<=\p{Lu}\p{Lu})s$/u, '')
  const long = words(longFormOf(singular, candidate) ?? '')
  const [short = ''] = words(singular)
  const fits = long.length > 1 && long.length <= Math.min(MAX_LONG_WORDS, singular.length * 2)
  return fits && !long.includes(short) ? { short, long: long.join(' ') } : undefined
}

function longFormOf(short: string, candidate: string): string | undefined {
  const isPart = (character: string | undefined) => /[\p{L}\p{N}]/u.test(character ?? '')
  const letters = [...short.toLowerCase()].filter(isPart)
  const text = candidate.toLowerCase()
  // Letters whose small form is longer would shift every place.
  if (text.length !== candidate.length) return undefined
  let at = text.length
  for (const [left, letter] of [...letters.entries()].reverse()) {
    do at--
    while (at >= 0 && (text[at] !== letter || (left === 0 && isPart(text[at - 1]))))
    if (at < 0) return undefined
  }
  return candidate.slice(candidate.lastIndexOf(' ', at) + 1)
}
