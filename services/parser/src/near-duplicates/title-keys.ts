import { hash } from 'node:crypto'
import { ABOUT_ANOTHER, titleWords, VERSION_MARK } from './title-words.ts'

/** Fewer words name many papers. */
const MIN_WORDS = 3
const HASH_BYTES = 6

/**
 * Keys of which two titles share one if they differ by a word that is there or not, in the letters of one word,
 * in punctuation, by the mark of a version or by a subtitle: all the words of the title, and all but each one of them;
 * those before the subtitle; its letters. Numbers below 2^48. None for a title of less than three words, and for one
 * that is like no other anyway.
 */
export function titleKeys(title: string): number[] {
  if (ABOUT_ANOTHER.test(title)) return []
  const { words: all, head, letters } = titleWords(title)
  const words = all.filter((word) => !VERSION_MARK.test(word))
  if (words.length < MIN_WORDS) return []
  const without = words.length > MIN_WORDS ? words.map((_, at) => words.toSpliced(at, 1)) : []
  const sets = [words, ...without, ...(head && head.length >= MIN_WORDS ? [head] : [])]
  return [...new Set([...sets.map((set) => keyOf(set.join(' '))), keyOf(`=${letters}`)])]
}

function keyOf(text: string): number {
  return hash('sha1', text, 'buffer').readUIntBE(0, HASH_BYTES)
}
