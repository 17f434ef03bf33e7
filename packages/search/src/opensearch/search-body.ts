import type { FacetName, SearchRequest } from '@paperboy/contracts'
import { type Expansion, FEEDBACK_PAPERS } from '../feedback.ts'
import { effectiveSort, filtersOf } from '../filters.ts'
import type { QueryNode } from '../query/ast.ts'
import { rankedWords } from '../query/ranked-words.ts'
import { relaxed } from '../query/relaxed.ts'
import { MAX_FACET_VALUES } from '../ranking.ts'
import { type Clause, filterClauses, matchQuery, rankingClauses } from './match-query.ts'

/** Before every date; exact as a JSON number, which the engine's own least value is not. */
const NO_DATE = -8_640_000_000_000_001
const FACET_FIELDS = { month: 'month', codeHost: 'codeHosts', category: 'categories' } as const

const SORTS = {
  relevance: [{ _score: 'desc' }, { trending: 'desc' }, { id: 'asc' }],
  trending: [{ trending: 'desc' }, { id: 'asc' }],
  newest: [{ firstSeenAt: 'desc' }, { publishedAt: { order: 'desc', missing: NO_DATE } }, { id: 'asc' }],
} as const

export type Reading = { request: SearchRequest; node: QueryNode; marked: boolean; expansion: Expansion }

/** The body of a search, without its place among the pages. */
export function searchBody({ request, node, marked, expansion }: Reading): Clause {
  const sort = effectiveSort(node, request.sort)
  const facets = [...new Set(request.facets ?? [])]
  return {
    query: query(request, node, expansion),
    sort: SORTS[sort],
    track_total_hits: true,
    _source: marked ? ['title', 'abstract'] : false,
    ...(facets.length === 0 ? {} : { aggs: Object.fromEntries(facets.map((name) => [name, facet(name)])) }),
  }
}

function query(request: SearchRequest, node: QueryNode, expansion: Expansion): Clause {
  const filters = filterClauses(filtersOf(request))
  if (effectiveSort(node, request.sort) !== 'relevance')
    return { bool: { filter: [matchQuery(node), ...filters] } }
  const should = rankingClauses(node, expansion)
  return { bool: { filter: [matchQuery(relaxed(node)), ...filters], should, minimum_should_match: 0 } }
}

/** The papers to read again before the search itself; undefined where nothing is ranked by. */
export function feedbackBody(request: SearchRequest, node: QueryNode): Clause | undefined {
  if (effectiveSort(node, request.sort) !== 'relevance' || rankedWords(node).words.length === 0)
    return undefined
  return { query: bestQuery(request, node), size: FEEDBACK_PAPERS, track_total_hits: false, _source: false }
}

/** Where any of the words will do, the engine passes over papers that cannot be among the best. */
function bestQuery(request: SearchRequest, node: QueryNode): Clause {
  if (relaxed(node).kind !== 'most') return query(request, node, [])
  const filter = filterClauses(filtersOf(request))
  return { bool: { should: rankingClauses(node, []), minimum_should_match: 1, filter } }
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
