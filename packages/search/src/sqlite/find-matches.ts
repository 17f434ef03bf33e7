import type { DatabaseSync } from 'node:sqlite'
import type { FacetName, FacetValue, SortOrder } from '@paperboy/contracts'
import type { Filters } from '../filters.ts'
import { positiveLeaves, type QueryNode } from '../query/ast.ts'
import { termCounter } from './count-terms.ts'
import { facetCounter } from './facets.ts'
import { matchExpression } from './match-expression.ts'
import { type KnownTerm, knownTerms } from './stats.ts'
import { packed } from './term-counts.ts'

export type Match = { id: string; score: number | null; first: number; second: number }
export type MatchQuery = {
  node: QueryNode
  sort: Exclude<SortOrder, 'relevance'>
  filters: Filters
  facets: FacetName[]
}
export type Matches = { matches: Match[]; facets: Partial<Record<FacetName, FacetValue[]>> }

type Row = [id: string, first: number, second: number | null, terms: Uint8Array, ...facets: string[]]

const SORT_KEYS = {
  trending: 'p.trending, 0',
  newest: 'p.first_seen_at, p.published_at',
} as const
const FACET_COLUMNS = { month: 'p.month', codeHost: 'p.code_hosts', category: 'p.categories' } as const

/** All papers that match, in no order yet: for orders that do not ask how well they match. */
export function findMatches(db: DatabaseSync, query: MatchQuery): Matches {
  const terms = knownTerms(db, wordStems(query.node))
  const expression = matchExpression(query.node, (word) => terms.get(word)?.papers ?? 0)
  const facets = facetCounter(query.facets)
  if (expression === undefined) return { matches: [], facets: facets.counted() }
  const wanted = wantedTerms(query.node, terms)
  const matches: Match[] = []
  for (const row of rows(db, query, expression, wanted !== undefined)) {
    if (wanted && wanted.count(packed(row[3])) < wanted.minimum) continue
    facets.add(row.slice(4) as string[])
    matches.push({ id: row[0], score: null, first: row[1], second: row[2] ?? Number.NEGATIVE_INFINITY })
  }
  return { matches, facets: facets.counted() }
}

function rows(db: DatabaseSync, query: MatchQuery, expression: string, withTerms: boolean): Iterable<Row> {
  const { where, values } = filterSql(query.filters)
  const columns = [
    'p.id',
    SORT_KEYS[query.sort],
    withTerms ? 'p.terms' : 'null',
    ...facetColumns(query.facets),
  ]
  const everything = query.node.kind === 'all'
  const source = everything ? 'papers p' : 'fts join papers p on p.rowid = fts.rowid'
  const statement = db.prepare(
    `select ${columns.join(', ')} from ${source} where ${everything ? '' : 'fts match ? and '}${where}`,
  )
  statement.setReturnArrays(true)
  return statement.iterate(...(everything ? [] : [expression]), ...values) as unknown as Iterable<Row>
}

export const facetColumns = (names: FacetName[]): string[] => names.map((name) => FACET_COLUMNS[name])

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

const wordStems = (node: QueryNode): string[] =>
  positiveLeaves(node).flatMap((leaf) => (leaf.kind === 'word' ? [leaf.stem] : []))

/** The words of which a paper must have a number; they stand at the top or in the top `and`. */
function wantedTerms(node: QueryNode, terms: Map<string, KnownTerm>) {
  const most = (node.kind === 'and' ? node.nodes : [node]).find((child) => child.kind === 'most')
  if (most?.kind !== 'most') return undefined
  const ids = most.words.flatMap(({ stem }) => terms.get(stem)?.id ?? [])
  return { count: termCounter(ids), minimum: most.minimum }
}
