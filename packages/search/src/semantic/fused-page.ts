import type { SearchHit, SearchPage, SearchRequest } from '@paperboy/contracts'
import type { Attempt } from '../answer.ts'
import type { Cursor, PlaceCursor } from '../cursor.ts'
import { bare } from './near-papers.ts'
import type { Fused } from './reciprocal-ranks.ts'
import { marking, type Widening, widened } from './widening.ts'
import type { MeaningDeps } from './with-meaning.ts'
import type { WordEngine } from './word-engine.ts'

export type Found = {
  ranked: Fused[]
  /** Papers that the words do not find. */
  added: string[]
  total: number
  /** Where the ranking of the words goes on. */
  rest?: Cursor
}
type Asked = { request: SearchRequest; attempt: Attempt<PlaceCursor>; wide: Widening; found: Found }

/** The first page of a fused ranking; its cursor holds the rest of it. */
export async function fusedPage({ engine, cursors }: MeaningDeps, asked: Asked): Promise<SearchPage> {
  const { request, attempt, wide, found } = asked
  const { ranked, added, total, rest } = found
  const shown = ranked.slice(0, request.limit)
  const later = ranked.slice(request.limit)
  const [hits, facets] = await Promise.all([
    hitsOf(engine, { request, wide }, shown),
    facetsOf(engine, { request, wide }, added),
  ])
  const cursor = {
    kind: 'fused',
    total,
    seen: shown.map(({ id }) => id),
    later: later.map(({ id, score }): [string, number] => [id, score]),
    more: rest !== undefined,
    ...(rest?.expansion && { expansion: rest.expansion }),
    ...(Object.keys(attempt.reading).length > 0 && { reading: attempt.reading }),
  } as const
  const nextCursor = later.length > 0 || rest ? cursors.write(request, cursor) : null
  return { total, hits, nextCursor, ...facets }
}

type Query = { request: SearchRequest; wide: Widening }

/** Hits with the marks of the words, where they are wanted. */
export async function hitsOf(
  engine: WordEngine,
  { request, wide }: Query,
  fused: Fused[],
): Promise<SearchHit[]> {
  if (request.highlight !== true || fused.length === 0) return fused
  const ids = fused.map(({ id }) => id)
  const page = await engine.run(
    { ...bare(request, ids.length), highlight: true },
    { node: marking(wide, ids), reading: {}, cursor: undefined },
  )
  const marked = new Map(page.hits.map(({ id, highlight }) => [id, highlight]))
  return fused.map((hit) => {
    const highlight = marked.get(hit.id)
    return highlight ? { ...hit, highlight } : hit
  })
}

/** Counts over all that the words find and the papers beside them. */
export async function facetsOf(
  engine: WordEngine,
  { request, wide }: Query,
  ids: string[],
): Promise<Pick<SearchPage, 'facets'>> {
  if (!request.facets) return {}
  const { facets } = await engine.run(
    { ...bare(request, 1), facets: request.facets },
    { node: widened(wide, ids), reading: {}, cursor: undefined },
  )
  return facets ? { facets } : {}
}
