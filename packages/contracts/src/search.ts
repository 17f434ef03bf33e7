import { type Static, Type } from 'typebox'
import type { Highlight } from './paper.ts'

/** What the search index holds of a paper. Times are epoch milliseconds, so both engines sort them alike. */
export const SearchDocument = Type.Object({
  id: Type.String(),
  title: Type.String(),
  abstract: Type.String({ description: 'empty where there is none' }),
  authors: Type.Array(Type.String()),
  categories: Type.Array(Type.String()),
  ids: Type.Array(Type.String(), { description: 'own id, arXiv id, DOI; lower case' }),
  codeHosts: Type.Array(Type.String()),
  hasCode: Type.Boolean(),
  firstSeenAt: Type.Integer(),
  publishedAt: Type.Union([Type.Integer(), Type.Null()]),
  month: Type.String({ description: 'YYYY-MM of firstSeenAt, UTC' }),
  trending: Type.Number({ description: 'the static trending key, higher is first' }),
})
export type SearchDocument = Static<typeof SearchDocument>

/** One change of the index. Versions only grow; a change with a version not above the stored one is void. */
export type IndexAction =
  | { kind: 'put'; id: string; version: number; document: SearchDocument }
  | { kind: 'delete'; id: string; version: number }

/** What became of one change. `stale`: the index already has this version or a newer one. */
export type IndexOutcome =
  | { id: string; kind: 'written' | 'stale' }
  | { id: string; kind: 'retry'; reason: string }
  | { id: string; kind: 'rejected'; reason: string }

export const SortOrder = Type.Union([
  Type.Literal('relevance'),
  Type.Literal('trending'),
  Type.Literal('newest'),
])
export type SortOrder = Static<typeof SortOrder>

export const FacetName = Type.Union([
  Type.Literal('month'),
  Type.Literal('codeHost'),
  Type.Literal('category'),
])
export type FacetName = Static<typeof FacetName>

export type SearchRequest = {
  /** As the reader typed it; absent or blank: everything. */
  q?: string
  sort: SortOrder
  /** Inclusive bounds of firstSeenAt, UTC days. */
  from?: string
  to?: string
  hasCode?: boolean
  limit: number
  cursor?: string
  facets?: FacetName[]
  highlight?: boolean
}

export type SearchHit = { id: string; score: number | null; highlight?: Static<typeof Highlight> }
export type FacetValue = { value: string; count: number }

export type SearchPage = {
  /** Exact, and the same on every page of one cursor. */
  total: number
  hits: SearchHit[]
  nextCursor: string | null
  facets?: Partial<Record<FacetName, FacetValue[]>>
  /** For people: (part of) the query did not parse, or found nothing and was searched in another way. */
  notice?: string
  /** The query with words that no paper has corrected to ones that papers have. */
  didYouMean?: string
  /** Set when the query found nothing and this was searched in its place. */
  correctedQuery?: string
}
