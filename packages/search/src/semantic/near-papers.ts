import type { SearchRequest } from '@paperboy/contracts'
import type { QueryNode } from '../query/ast.ts'
import type { Near } from './vector-table.ts'
import { among, type Widening } from './widening.ts'
import type { WordEngine } from './word-engine.ts'

/** So many of each ranking are fused: more than a reader turns to. */
export const DEPTH = 100
/**
 * A paper that the words do not find is added only if it stands out: by so many standard deviations of the
 * similarities of all papers, which does not depend on the model. Without it every search of a small collection
 * would find most of the papers.
 */
const MIN_DISTINCTION = 2.5

export const standsOut = ({ distinction }: Near): boolean => distinction >= MIN_DISTINCTION

export type Asked = { request: SearchRequest; wide: Widening }

/** Which of the papers are there now, and have what the request asks beside its words. */
export function holding(engine: WordEngine, { request, wide }: Asked, ids: string[]): Promise<Set<string>> {
  return matching(engine, request, among(ids, wide.exact), ids)
}

/** Which of them the words find too, where their ranking was not read to its end. */
export function foundByWords(
  engine: WordEngine,
  { request, wide }: Asked,
  ids: string[],
): Promise<Set<string>> {
  return matching(engine, request, among(ids, [wide.words, ...wide.exact]), ids)
}

async function matching(
  engine: WordEngine,
  request: SearchRequest,
  node: QueryNode,
  ids: string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const page = await engine.run(bare(request, ids.length), { node, reading: {}, cursor: undefined })
  const asked = new Set(ids)
  // Another paper may bear one of these ids as one of its own.
  return new Set(page.hits.flatMap(({ id }) => (asked.has(id) ? [id] : [])))
}

/** The filters of a request, in an order that costs no ranking. */
export function bare({ q, from, to, hasCode }: SearchRequest, limit: number): SearchRequest {
  return {
    ...(q === undefined ? {} : { q }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(hasCode === undefined ? {} : { hasCode }),
    sort: 'trending',
    limit,
  }
}
