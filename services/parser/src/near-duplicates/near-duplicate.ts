import type { Likeness } from '@paperboy/contracts'
import type { ComparedPaper } from '@paperboy/database'
import { titleLikeness } from './title-likeness.ts'

const MIN_SHARED_AUTHORS = 0.5
/** Of the words of both abstracts; works of one author on one subject share less. */
const MIN_SHARED_WORDS = 0.55
/** Of the words of the shorter abstract: a page often shows the beginning of the whole. */
const MIN_CONTAINED = 0.9
const MIN_ABSTRACT_WORDS = 20

/**
 * Whether two papers may be one, and why. Titles alone say little: works of a series differ by a word. So where
 * both have authors or abstracts these must agree, and a word that differs needs that in any case.
 */
export function nearDuplicate(a: ComparedPaper, b: ComparedPaper): Likeness | null {
  const kind = titleLikeness(a.title, b.title)
  if (kind === null) return null
  const abstracts = abstractsAgree(a.abstract, b.abstract)
  const authors = authorsAgree(a, b)
  const silent = abstracts === null && authors === null
  const agrees = kind === 'word' ? (abstracts ?? authors) : abstracts || authors || silent
  return agrees ? kind : null
}

/** Null where one of them is not known, or too short to tell. */
function abstractsAgree(one: string | null, other: string | null): boolean | null {
  const [a, b] = [wordsOf(one ?? ''), wordsOf(other ?? '')]
  const shorter = Math.min(a.size, b.size)
  if (shorter < MIN_ABSTRACT_WORDS) return null
  const common = a.intersection(b).size
  return common >= MIN_SHARED_WORDS * a.union(b).size || common >= MIN_CONTAINED * shorter
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu))

function authorsAgree(one: ComparedPaper, other: ComparedPaper): boolean | null {
  const [a, b] = [lastNames(one), lastNames(other)]
  const fewer = Math.min(a.size, b.size)
  return fewer === 0 ? null : a.intersection(b).size >= MIN_SHARED_AUTHORS * fewer
}

function lastNames({ authors }: ComparedPaper): Set<string> {
  const plain = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
  return new Set(authors.flatMap(({ name }) => plain(name).split(/\s+/).at(-1) || []))
}
