import type { SearchDocument } from '@paperboy/contracts'

/** Saved searches: which of a few new papers each of many queries finds. */
export type SearchMatcher = {
  /**
   * For each query, as its reader typed it, the ids of the documents that `PaperIndex.search({ q, sort: 'newest' })`
   * would find among them; a query that finds none has no entry. A document that no index would take is found by none; of
   * several with the same id the first counts. A query that the engine refuses is logged and finds none. Callers bound it: at most 20,000 documents and 100,000 queries.
   * Throws AppError('UNAVAILABLE') when the engine is away, and the signal's reason when it is aborted.
   */
  match(
    queries: string[],
    documents: SearchDocument[],
    options?: { signal?: AbortSignal },
  ): Promise<Map<string, string[]>>
}

export type OpenedMatcher = { matcher: SearchMatcher; close(): Promise<void> }
