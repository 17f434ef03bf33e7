import type { StatedFacts } from '@paperboy/contracts'

export type FactValue = { field: keyof StatedFacts; value: string }

const one = (field: keyof StatedFacts, value: string | number | null): FactValue[] =>
  value === null || value === '' ? [] : [{ field, value: String(value) }]
const each = (field: keyof StatedFacts, values: string[]): FactValue[] =>
  values.flatMap((value) => one(field, value))

/** Everything that facts state, value by value, written so that the same value is the same text. */
export function factValues(facts: StatedFacts): FactValue[] {
  return [
    ...one('title', facts.title),
    ...one('abstract', facts.abstract),
    ...one('authors', facts.authors.map(({ name }) => name).join('; ')),
    ...one('arxivId', facts.arxivId),
    ...one('doi', facts.doi),
    ...one('url', facts.url),
    ...each('codeUrls', facts.codeUrls),
    ...each('links', facts.links),
    ...each('categories', facts.categories),
    ...one('publishedAt', facts.publishedAt),
    ...one('upvotes', facts.upvotes),
  ]
}
