import type { FacetName, SearchRequest } from '@paperboy/contracts'
import { effectiveSort, filtersOf } from '../filters.ts'
import type { QueryNode } from '../query/ast.ts'
import { MAX_FACET_VALUES } from '../ranking.ts'
import { type Clause, filterClauses, matchQuery, rankingClauses } from './match-query.ts'

/** Before every date; exact as a JSON number, which the engine's own least value is not. */
const NO_DATE = -8_640_000_000_000_001
const FACET_FIELDS = { month: 'month', codeHost: 'codeHosts', category: 'categories' } as const

const SORTS = {
  relevance: [{ _score: 'desc' }, { id: 'asc' }],
  trending: [{ trending: 'desc' }, { id: 'asc' }],
  newest: [{ firstSeenAt: 'desc' }, { publishedAt: { order: 'desc', missing: NO_DATE } }, { id: 'asc' }],
} as const

/** The body of a search, without its place among the pages. */
export function searchBody(request: SearchRequest, node: QueryNode, marked: boolean): Clause {
  const sort = effectiveSort(node, request.sort)
  const facets = [...new Set(request.facets ?? [])]
  return {
    query: {
      bool: {
        filter: [matchQuery(node), ...filterClauses(filtersOf(request))],
        ...(sort === 'relevance' ? { should: rankingClauses(node), minimum_should_match: 0 } : {}),
      },
    },
    sort: SORTS[sort],
    track_total_hits: true,
    _source: marked ? ['title', 'abstract'] : false,
    ...(facets.length === 0 ? {} : { aggs: Object.fromEntries(facets.map((name) => [name, facet(name)])) }),
  }
}

function facet(name: FacetName): Clause {
  // A large shard_size keeps the counts exact when an index has several shards.
  return {
    terms: {
      field: FACET_FIELDS[name],
      size: MAX_FACET_VALUES,
      shard_size: 10_000,
      order: [{ _count: 'desc' }, { _key: 'asc' }],
    },
  }
}
