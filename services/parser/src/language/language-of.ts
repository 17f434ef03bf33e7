import { readable } from '@paperboy/text'
import { eld } from 'eld/extrasmall'
import { isPlainlyEnglish } from './plainly-english.ts'

/** More text makes the answer no surer, and costs. */
const ENOUGH_CHARACTERS = 400
/** In fewer letters a name or two decides. Scripts that write a syllable or a word per sign need fewer. */
const MIN_LETTERS = 25
const MIN_SIGNS = 6
const LETTERS = /[\p{L}\p{M}]/gu
const SIGNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
/** Addresses and formulas are in no language. */
const NO_WORDS = /\$[^$]*\$|https?:\/\/\S+|\S*[\d_\\^=<>{}]\S*/g

/** The language of a paper's text as ISO 639-1, or null where that cannot be told: the same for the same text, always. */
export function languageOf(title: string, abstract: string | null): string | null {
  const whole = `${title}\n${(abstract ?? '').slice(0, 2 * ENOUGH_CHARACTERS)}`
  if (isPlainlyEnglish(whole.slice(0, ENOUGH_CHARACTERS))) return 'en'
  const text = readable(whole).replace(NO_WORDS, ' ').slice(0, ENOUGH_CHARACTERS)
  if (count(text, LETTERS) < MIN_LETTERS && count(text, SIGNS) < MIN_SIGNS) return null
  const found = eld.detect(text)
  return found.isReliable() && found.language !== '' ? found.language : null
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
