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

/** Whether papers stand in the order of how well they match; counting is then a question of its own. */
export const isRanked = (request: SearchRequest, node: QueryNode): boolean =>
  effectiveSort(node, request.sort) === 'relevance'

/** The body of a search, without its place among the pages. */
export function searchBody({ request, node, marked, expansion }: Reading): Clause {
  const common = {
    sort: SORTS[effectiveSort(node, request.sort)],
    _source: marked ? ['title', 'abstract'] : false,
  }
  if (!isRanked(request, node)) return { ...common, ...counted(request), query: filterQuery(request, node) }
  // Who does not count passes over papers that cannot be among the best.
  return { ...common, track_total_hits: false, query: rankedQuery(request, node, expansion) }
}

/** How many papers match a ranked search, and its facets: asked without a score, which is much less work. */
export function countBody(request: SearchRequest, node: QueryNode): Clause {
  return { size: 0, ...counted(request), query: filterQuery(request, relaxed(node)) }
}

function counted({ facets = [] }: SearchRequest): Clause {
  const names = [...new Set(facets)]
  return {
    track_total_hits: true,
    ...(names.length === 0 ? {} : { aggs: Object.fromEntries(names.map((name) => [name, facet(name)])) }),
  }
}

function filterQuery(request: SearchRequest, node: QueryNode): Clause {
  return { bool: { filter: [matchQuery(node), ...filterClauses(filtersOf(request), livingOnly(node))] } }
}

/** Words of the query decide which papers match, and together with the others how well. */
function rankedQuery(request: SearchRequest, node: QueryNode, expansion: Expansion): Clause {
  const wanted = relaxed(node)
  const filters = filterClauses(filtersOf(request), livingOnly(wanted))
  const should = rankingClauses(node, expansion)
  const anyWord = wanted.kind === 'most' && expansion.length === 0
  return {
    bool: {
      filter: anyWord ? filters : [matchQuery(wanted), ...filters],
      should,
      // Nothing changes by it where each paper has such a word, but then the engine can leave papers out.
      minimum_should_match: hasRankedWord(wanted) ? 1 : 0,
    },
  }
}

/** A tombstone has no words: where a paper needs one, nothing else is to be asked. */
const livingOnly = (node: QueryNode): boolean => !hasRankedWord(node)

/** Whether every paper that matches has a word that it is ranked by. */
function hasRankedWord(node: QueryNode): boolean {
  if (node.kind === 'word' || node.kind === 'most') return true
  if (node.kind === 'phrase') return node.field !== 'author'
  if (node.kind === 'and') return node.nodes.some(hasRankedWord)
  return node.kind === 'or' && node.nodes.every(hasRankedWord)
}

/** The papers to read again before the search itself; undefined where nothing is ranked by. */
export function feedbackBody(request: SearchRequest, node: QueryNode): Clause | undefined {
  if (!isRanked(request, node) || rankedWords(node).words.length === 0) return undefined
  const query = rankedQuery(request, node, [])
  return { query, size: FEEDBACK_PAPERS, track_total_hits: false, _source: ['text'] }
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
