/** A word of a text: what is searched (`word`) and where it stands. */
export type Token = { word: string; start: number; end: number }

// Soft hyphens and joiners stand inside words and are dropped by `fold`.
const RUN = /[\p{L}\p{N}\p{M}\u00AD\u200C\u200D]+/gu
const MARKS = /[\p{M}\u00AD\u200C\u200D]+/gu
const INSIDE = /[\p{L}\p{N}]+/gu
// Chinese and Japanese put no spaces between words: there each character is a word, and a term a phrase of them.
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー`
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u')
const PIECE = new RegExp(String.raw`[${UNSPACED}]\p{M}*|[^${UNSPACED}]+`, 'gu')
const ASCII = /^[\0-\x7f]*$/
/** Longer runs are not words of a language; both engines have limits near here. */
const MAX_WORD_LENGTH = 64

// Letters that Unicode does not decompose but readers type without their stroke.
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  ŋ: 'n',
  ŧ: 't',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')

const GREEK: Record<string, string> = Object.fromEntries(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega'
    .split(' ')
    .map((name, at) => ['αβγδεζηθικλμνξοπρστυφχψω'[at] ?? '', name]),
)
const GREEK_SYMBOL = /^[α-ω]$|[α-ω](?=[a-z0-9])|(?<=[a-z0-9])[α-ω]/g

/** Lower case, without accents: the only form in which words are compared. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return (
    text
      .normalize('NFKD')
      .replace(MARKS, '')
      .toLowerCase()
      // Lower-casing can bring a mark back (İ), and compatibility forms can hold capitals.
      .replace(MARKS, '')
      .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
  )
}

/** The words of a text in order. The same for documents and queries, so that engines cannot disagree. */
export function words(text: string): string[] {
  if (ASCII.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(bounded)
  return tokens(text).map((token) => token.word)
}

/** The words with their places in the original text, for marking them. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  for (const run of text.matchAll(RUN)) {
    if (!HAS_UNSPACED.test(run[0])) found.push(...wordsOf(run[0], run.index))
    else for (const piece of run[0].matchAll(PIECE)) found.push(...wordsOf(piece[0], run.index + piece.index))
  }
  return found
}

/** Whether the word is a character of a script without spaces. */
export function isUnspaced(word: string): boolean {
  return HAS_UNSPACED.test(word)
}

/** A compatibility form can fold to several words: ½ is "1" and "2". */
function wordsOf(run: string, start: number): Token[] {
  const end = start + run.length
  return (fold(run).match(INSIDE) ?? []).map((word) => ({ word: bounded(greekNamed(word)), start, end }))
}

/** A letter of formulas has the same meaning as its name, α-synuclein and alpha-synuclein; words in Greek stay. */
function greekNamed(word: string): string {
  return ASCII.test(word) ? word : word.replace(GREEK_SYMBOL, (letter) => GREEK[letter] ?? letter)
}

function bounded(word: string): string {
  return word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH).toWellFormed() : word
}
