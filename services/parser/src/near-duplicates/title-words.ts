import { readable } from '@paperboy/text'

/** They come and go between two writings of one title. */
const FILLERS = new Set('a an the of for and in on with to via from by at as is are its'.split(' '))
/** They tell a later state of a paper, or a longer one. */
export const VERSION_MARK =
  /^(?:v\d{1,2}|version|revised|revision|extended|corrected|updated|preprint|draft)$/
/** Many have these titles, and each is about another work. */
export const ABOUT_ANOTHER =
  /\b(?:comments?|discussion|rejoinder|reply|addendum|erratum|corrigendum|retraction|proceedings|editorial)\b/i
const MAX_WORDS = 20

export type TitleWords = {
  /** Sorted, each once, without fillers. */
  words: string[]
  /** Of the part before the subtitle; null where there is none. */
  head: string[] | null
  /** Letters and digits only. */
  letters: string
}

export function titleWords(title: string): TitleWords {
  const plain = readable(title).normalize('NFKC').toLowerCase()
  const [head = '', ...rest] = plain.split(/:\s|\s[–—-]\s|\.\s/)
  return {
    words: wordsOf(plain),
    head: rest.length > 0 ? wordsOf(head) : null,
    letters: plain.replace(/[^\p{L}\p{N}]+/gu, ''),
  }
}

function wordsOf(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return [...new Set(words.filter((word) => !FILLERS.has(word)))].slice(0, MAX_WORDS).sort()
}
