import type { RecordFacts, SearchDocument } from '@paperboy/contracts'

const FIRST_SEEN = Date.UTC(2026, 10, 24)

/** A document of the search index; give only what the test is about. */
export function aSearchDocument(given: Partial<SearchDocument> = {}): SearchDocument {
  const firstSeenAt = given.firstSeenAt ?? FIRST_SEEN
  const id = given.id ?? 'a-paper'
  return {
    id,
    title: 'A Paper on Something',
    abstract: 'We study something.',
    authors: ['Ada Author'],
    categories: ['cs.LG'],
    ids: [id],
    codeHosts: [],
    hasCode: (given.codeHosts ?? []).length > 0,
    firstSeenAt,
    publishedAt: null,
    month: new Date(firstSeenAt).toISOString().slice(0, 7),
    trending: 0,
    ...given,
  }
}

/** What one record says of a paper; give only what the test is about. */
export function aRecordFacts(given: Partial<RecordFacts> = {}): RecordFacts {
  return {
    title: 'A Paper on Something',
    abstract: 'We study something.',
    authors: [],
    arxivId: null,
    doi: null,
    url: null,
    codeUrls: [],
    links: [],
    categories: [],
    publishedAt: null,
    upvotes: null,
    updatedAt: null,
    otherIds: [],
    extra: {},
    ...given,
  }
}
