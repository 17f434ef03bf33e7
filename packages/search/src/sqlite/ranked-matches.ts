import type { DatabaseSync } from 'node:sqlite'
import type { FacetName, FacetValue } from '@paperboy/contracts'
import type { Filters } from '../filters.ts'
import type { QueryNode } from '../query/ast.ts'
import { relaxed } from '../query/relaxed.ts'
import { type Rows, rowsFrom, thresholdOf } from './best-rows.ts'
import { facetCounter } from './facets.ts'
import { facetColumns, type Match, type Matches } from './find-matches.ts'
import type { Store } from './posting-lists.ts'
import { rankPapers } from './rank-papers.ts'

type RankedQuery = { node: QueryNode; filters: Filters; facets: FacetName[] }

/** The best papers by relevance, at least `limit` if so many match. */
export function bestRanked(
  store: Store,
  { node, filters, facets }: RankedQuery,
  limit: number,
): Matches & { total: number } {
  const { rows, scores } = rankPapers(store, relaxed(node), filters)
  const best = rowsFrom(rows, scores, thresholdOf(rows, scores, limit))
  return {
    total: rows.length,
    matches: matchesOf(store.db, best, scores),
    facets: facetsOf(store.db, rows, facets),
  }
}

export function allRanked(store: Store, { node, filters, facets }: RankedQuery): Matches {
  const { db } = store
  const { rows, scores } = rankPapers(store, relaxed(node), filters)
  return { matches: matchesOf(db, rows, scores), facets: facetsOf(db, rows, facets) }
}

export function matchesOf(db: DatabaseSync, rows: Rows, scores: Float64Array): Match[] {
  const statement = db.prepare('select id, trending from papers where rowid = ?')
  statement.setReturnArrays(true)
  return Array.from(rows, (row) => {
    const [id, trending] = statement.get(row) as unknown as [string, number]
    const score = scores[row] ?? 0
    return { id, score, first: score, second: trending }
  })
}

function facetsOf(
  db: DatabaseSync,
  rows: Rows,
  names: FacetName[],
): Partial<Record<FacetName, FacetValue[]>> {
  const counter = facetCounter(names)
  if (names.length === 0) return counter.counted()
  const statement = db.prepare(`select ${facetColumns(names).join(', ')} from papers p where p.rowid = ?`)
  statement.setReturnArrays(true)
  for (const row of rows) counter.add(statement.get(row) as unknown as string[])
  return counter.counted()
}
