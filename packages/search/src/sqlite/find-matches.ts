import type { DatabaseSync } from 'node:sqlite'
import type { FacetName, FacetValue, SortOrder } from '@paperboy/contracts'
import type { Filters } from '../filters.ts'
import { positiveLeaves, type QueryNode } from '../query/ast.ts'
import { stem } from '../text/stem.ts'
import { facetCounter } from './facets.ts'
import { matchExpression } from './match-expression.ts'
import { type CollectionStats, type QueryTerm, termScorer } from './score.ts'
import { packed } from './term-counts.ts'

export type Match = { id: string; score: number | null; first: number; second: number }
export type MatchQuery = { node: QueryNode; sort: SortOrder; filters: Filters; facets: FacetName[] }
export type Matches = { matches: Match[]; facets: Partial<Record<FacetName, FacetValue[]>> }

type Row = [
  id: string,
  first: number,
  second: number | null,
  terms: Uint8Array,
  length: number,
  ...facets: string[],
]

const SORT_KEYS = {
  relevance: '0, 0',
  trending: 'p.trending, 0',
  newest: 'p.first_seen_at, p.published_at',
} as const
const FACET_COLUMNS = { month: 'p.month', codeHost: 'p.code_hosts', category: 'p.categories' } as const

/** All papers that match, in no order yet. */
export function findMatches(db: DatabaseSync, query: MatchQuery): Matches {
  const terms = queryTerms(db, query.node)
  const expression = matchExpression(query.node, (word) => terms.get(word)?.papers ?? 0)
  const facets = facetCounter(query.facets)
  if (expression === undefined) return { matches: [], facets: facets.counted() }
  const wanted = wantedTerms(query.node, terms)
  const scored = query.sort === 'relevance' && terms.size > 0
  const score = scored ? termScorer([...terms.values()], collectionStats(db)) : undefined
  const count = wanted ? termScorer(wanted.terms, { papers: 0, words: 0 }) : undefined
  const matches: Match[] = []
  for (const row of rows(db, query, expression, scored || wanted !== undefined)) {
    const found = scored || wanted ? packed(row[3]) : undefined
    if (found && wanted && count && count(found, row[4]).matched < wanted.minimum) continue
    const points = found && score ? score(found, row[4]).score : null
    facets.add(row.slice(5) as string[])
    matches.push({
      id: row[0],
      score: points,
      first: points ?? row[1],
      second: row[2] ?? Number.NEGATIVE_INFINITY,
    })
  }
  return { matches, facets: facets.counted() }
}

function rows(db: DatabaseSync, query: MatchQuery, expression: string, withTerms: boolean): Iterable<Row> {
  const { where, values } = filterSql(query.filters)
  const columns = [
    'p.id',
    SORT_KEYS[query.sort],
    withTerms ? 'p.terms, p.length' : 'null, 0',
    ...query.facets.map((name) => FACET_COLUMNS[name]),
  ]
  const everything = query.node.kind === 'all'
  const source = everything ? 'papers p' : 'fts join papers p on p.rowid = fts.rowid'
  const statement = db.prepare(
    `select ${columns.join(', ')} from ${source} where ${everything ? '' : 'fts match ? and '}${where}`,
  )
  statement.setReturnArrays(true)
  return statement.iterate(...(everything ? [] : [expression]), ...values) as unknown as Iterable<Row>
}

export function filterSql({ fromMs, beforeMs, hasCode }: Filters): { where: string; values: number[] } {
  const parts = ['p.deleted = 0']
  const values: number[] = []
  const add = (part: string, value: number | undefined) => {
    if (value === undefined) return
    parts.push(part)
    values.push(value)
  }
  add('p.first_seen_at >= ?', fromMs)
  add('p.first_seen_at < ?', beforeMs)
  add('p.has_code = ?', hasCode === undefined ? undefined : Number(hasCode))
  return { where: parts.join(' and '), values }
}

/** The words that are ranked, those of phrases too, as far as the collection knows them. */
function queryTerms(db: DatabaseSync, node: QueryNode): Map<string, QueryTerm> {
  const find = db.prepare('select id, papers from terms where term = ?')
  const terms = new Map<string, QueryTerm>()
  for (const leaf of positiveLeaves(node)) {
    const stems =
      leaf.kind === 'word'
        ? [leaf.stem]
        : leaf.kind === 'phrase' && leaf.field !== 'author'
          ? leaf.words.map(stem)
          : []
    for (const word of stems) {
      const found = terms.has(word) ? undefined : (find.get(word) as QueryTerm | undefined)
      if (found) terms.set(word, found)
    }
  }
  return terms
}

/** The words of which a paper must have a number; they stand at the top or in the top `and`. */
function wantedTerms(
  node: QueryNode,
  terms: Map<string, QueryTerm>,
): { terms: QueryTerm[]; minimum: number } | undefined {
  const most = (node.kind === 'and' ? node.nodes : [node]).find((child) => child.kind === 'most')
  if (most?.kind !== 'most') return undefined
  return { terms: most.words.flatMap((word) => terms.get(word.stem) ?? []), minimum: most.minimum }
}

export function collectionStats(db: DatabaseSync): CollectionStats {
  return db.prepare('select papers, words from stats').get() as CollectionStats
}
