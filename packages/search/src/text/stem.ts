import { porter } from './porter.ts'

const MAX_CACHED = 100_000
const cache = new Map<string, string>()

const GREEK: Record<string, string> = Object.fromEntries(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega'
    .split(' ')
    .map((name, at) => ['αβγδεζηθικλμνξοπρστυφχψω'[at] ?? '', name]),
)
const GREEK_SYMBOL = /^[α-ω]$|[α-ω](?=[a-z0-9])|(?<=[a-z0-9])[α-ω]/g

/** `porter` of a word, Greek letters by their names; remembered, since a text repeats its words. */
export function stem(word: string): string {
  const known = cache.get(word)
  if (known !== undefined) return known
  if (cache.size >= MAX_CACHED) cache.clear()
  // A letter of formulas has the same meaning as its name; words in Greek stay.
  const stemmed = porter(word.replace(GREEK_SYMBOL, (letter) => GREEK[letter] ?? letter))
  cache.set(word, stemmed)
  return stemmed
}
