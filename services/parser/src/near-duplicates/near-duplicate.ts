import type { Likeness } from '@paperboy/contracts'
import type { ComparedPaper } from '@paperboy/database'
import { titleLikeness } from './title-likeness.ts'

const MIN_SHARED_AUTHORS = 0.5
const MIN_SHARED_WORDS = 0.6
const MIN_ABSTRACT_WORDS = 20

/**
 * Whether two papers may be one, and why. Titles alone say little: works of a series differ by a word. So where
 * both have authors or abstracts these must agree, and a word that differs needs that in any case.
 */
export function nearDuplicate(
  a: ComparedPaper,
  b: ComparedPaper,
): { kind: Likeness; conflict: boolean } | null {
  const kind = titleLikeness(a.title, b.title)
  if (kind === null) return null
  const abstracts = shareOfWords(a.abstract, b.abstract)
  const authors = shareOfAuthors(a, b)
  const alike = abstracts !== null && abstracts >= MIN_SHARED_WORDS
  const known = authors !== null && authors >= MIN_SHARED_AUTHORS
  const silent = abstracts === null && authors === null
  const agrees = kind === 'word' ? alike || (abstracts === null && known) : alike || known || silent
  return agrees ? { kind, conflict: differ(a.arxivId, b.arxivId) || differ(a.doi, b.doi) } : null
}

const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b

/** Of the smaller set; null where one of them is not known. */
function share(a: Set<string>, b: Set<string>, least: number): number | null {
  const size = Math.min(a.size, b.size)
  return size < least ? null : a.intersection(b).size / size
}

function shareOfWords(a: string | null, b: string | null): number | null {
  return share(wordsOf(a ?? ''), wordsOf(b ?? ''), MIN_ABSTRACT_WORDS)
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu))

function shareOfAuthors(a: ComparedPaper, b: ComparedPaper): number | null {
  return share(lastNames(a), lastNames(b), 1)
}

function lastNames({ authors }: ComparedPaper): Set<string> {
  const plain = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
  return new Set(authors.flatMap(({ name }) => plain(name).split(/\s+/).at(-1) || []))
}
