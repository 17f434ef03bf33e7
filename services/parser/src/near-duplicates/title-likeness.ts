import type { Likeness } from '@paperboy/contracts'
import { distance } from 'fastest-levenshtein'
import { ABOUT_ANOTHER, type TitleWords, titleWords, VERSION_MARK } from './title-words.ts'

/** "Part 2", "GPT-4", "II": another number is another paper. */
const NUMBER = /\d|^[ivx]+$/
const MAX_LETTERS = 2
const MIN_WORD_LENGTH = 5
const MIN_HEAD = 3

/** How two titles are nearly one; null: they are not. */
export function titleLikeness(one: string, other: string): Likeness | null {
  if (ABOUT_ANOTHER.test(one) || ABOUT_ANOTHER.test(other)) return null
  const [a, b] = [titleWords(one), titleWords(other)]
  if (a.letters === b.letters) return 'same'
  const more = a.words.filter((word) => !b.words.includes(word))
  const less = b.words.filter((word) => !a.words.includes(word))
  const differ = [...more, ...less]
  if (differ.length > 0 && differ.every((word) => VERSION_MARK.test(word))) return 'version'
  if (isHead(a, b) || isHead(b, a)) return 'subtitle'
  if (differ.some((word) => NUMBER.test(word))) return null
  if (differ.length === 0) return 'word'
  if (
    isMisspelt(more, less) ||
    (Math.abs(a.letters.length - b.letters.length) <= MAX_LETTERS &&
      distance(a.letters, b.letters) <= MAX_LETTERS)
  )
    return 'letters'
  return more.length <= 1 && less.length <= 1 ? 'word' : null
}

function isMisspelt(more: string[], less: string[]): boolean {
  const [one, other] = [more[0] ?? '', less[0] ?? '']
  const single = more.length === 1 && less.length === 1
  return (
    single && Math.min(one.length, other.length) >= MIN_WORD_LENGTH && distance(one, other) <= MAX_LETTERS
  )
}

/** `short` is what stands before the subtitle of `long`. */
function isHead(short: TitleWords, long: TitleWords): boolean {
  const head = long.head ?? []
  return (
    head.length >= MIN_HEAD && head.length === short.words.length && head.join(' ') === short.words.join(' ')
  )
}
