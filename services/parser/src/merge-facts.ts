import type { PaperFacts, RecordFacts } from '@paperboy/contracts'
import { canonicalJson } from './canonical-json.ts'
import { languageOf } from './language/language-of.ts'

type Facts = readonly RecordFacts[]

/**
 * What all records of a paper say together. A source with an update time wins by being newer, field by
 * field; a field it leaves empty goes to the next. Among sources without one the longer abstract stays,
 * and the other fields are chosen by value. So the result depends neither on the order of the facts nor
 * on how often one is there.
 */
export function mergeFacts(facts: RecordFacts[]): PaperFacts {
  if (facts.length === 0) throw new RangeError('A paper without facts cannot be merged.')
  const ordered = inOrder(facts)
  const versioned = ordered.filter(({ updatedAt }) => updatedAt !== null)
  const others = ordered.filter(({ updatedAt }) => updatedAt === null)
  const newest = (
    read: (facts: RecordFacts) => string | null,
    choose: (values: string[]) => string | undefined,
  ) => {
    const stated = (list: Facts) =>
      list.map(read).filter((value): value is string => value !== null && value !== '')
    return stated(versioned)[0] ?? choose(stated(others)) ?? null
  }
  const upvotes = ordered.flatMap((one) => one.upvotes ?? [])
  const title = newest((one) => one.title, bestTitle) ?? ''
  const abstract = newest((one) => one.abstract, longestText)
  return {
    title,
    abstract,
    authors: authorsOf(versioned, others),
    arxivId: newest((one) => one.arxivId, smallest),
    doi: newest((one) => one.doi, smallest),
    url: newest((one) => one.url, smallest),
    codeUrls: union(ordered, (one) => one.codeUrls),
    links: union(ordered, (one) => one.links),
    categories: union(ordered, (one) => one.categories),
    publishedAt: newest((one) => one.publishedAt, smallest),
    // Votes only grow, and a page that shows fewer is an older one.
    upvotes: upvotes.length > 0 ? upvotes.reduce((a, b) => Math.max(a, b)) : null,
    // Of what was chosen, not of what each record said: so it does not depend on the order either.
    language: languageOf(title, abstract),
  }
}

/** Newest first; without update times the one with the longest abstract; at last by value. */
function inOrder(facts: Facts): RecordFacts[] {
  const keyed = facts.map((one) => ({ one, text: canonicalJson(one) }))
  const compare = (a: (typeof keyed)[number], b: (typeof keyed)[number]) =>
    byValue(b.one.updatedAt ?? '', a.one.updatedAt ?? '') ||
    (b.one.abstract?.length ?? 0) - (a.one.abstract?.length ?? 0) ||
    byValue(a.text, b.text)
  return keyed.sort(compare).map(({ one }) => one)
}

const byValue = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const smallest = (values: string[]) => values.toSorted(byValue)[0]

const longestText = (values: string[]) => values.toSorted((a, b) => b.length - a.length || byValue(a, b))[0]

/** Not all capitals if there is another way to write it, then by code units. */
const bestTitle = (titles: string[]) => titles.toSorted((a, b) => shouts(a) - shouts(b) || byValue(a, b))[0]

const shouts = (title: string) => (title === title.toUpperCase() && title !== title.toLowerCase() ? 1 : 0)

function authorsOf(versioned: Facts, others: Facts): PaperFacts['authors'] {
  const lists = (facts: Facts) => facts.map((one) => one.authors).filter((authors) => authors.length > 0)
  const longest = lists(others).sort(
    (a, b) => b.length - a.length || byValue(canonicalJson(a), canonicalJson(b)),
  )
  return lists(versioned)[0] ?? longest[0] ?? []
}

function union(facts: Facts, read: (facts: RecordFacts) => string[]): string[] {
  return [...new Set(facts.flatMap(read))]
}
