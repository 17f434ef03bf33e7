import type { SearchPage, SearchRequest } from '@paperboy/contracts'
import type { Attempt } from '../answer.ts'
import type { Cursor, FusedCursor } from '../cursor.ts'
import { facetsOf, hitsOf } from './fused-page.ts'
import { holding } from './near-papers.ts'
import { reciprocal } from './reciprocal-ranks.ts'
import { type Widening, widening } from './widening.ts'
import type { MeaningDeps } from './with-meaning.ts'

/** First the rest of the fused ranking, then the other papers of the words. */
export async function laterPage(
  deps: MeaningDeps,
  request: SearchRequest,
  attempt: Attempt<Cursor>,
  cursor: Cursor,
): Promise<SearchPage> {
  const wide = widening(attempt.node)
  if (cursor.kind === 'fused')
    return fusedRest(deps, request, { attempt, cursor, wide: wide ?? { words: attempt.node, exact: [] } })
  if (attempt.reading.shown === undefined || !wide) return deps.engine.run(request, { ...attempt, cursor })
  return wordsRest(deps, request, { attempt, cursor, wide, shown: attempt.reading.shown })
}

type Rest<C extends Cursor> = { attempt: Attempt<Cursor>; cursor: C; wide: Widening }

async function fusedRest(
  deps: MeaningDeps,
  request: SearchRequest,
  { attempt, cursor, wide }: Rest<FusedCursor>,
): Promise<SearchPage> {
  const { engine, cursors } = deps
  const later = cursor.later.map(([id, score]) => ({ id, score }))
  const ids = later.map(({ id }) => id)
  // Papers that are gone since are passed over, without making the page shorter.
  const held = await holding(engine, { request, wide }, ids)
  const live = later.filter(({ id }) => held.has(id))
  const shown = live.slice(0, request.limit)
  const left = live.slice(request.limit)
  const all = [...cursor.seen, ...ids]
  const [hits, facets] = await Promise.all([
    hitsOf(engine, { request, wide }, shown),
    facetsOf(engine, { request, wide }, all),
  ])
  const page = { total: cursor.total, hits, ...facets }
  if (left.length > 0) {
    const seen = [...cursor.seen, ...shown.map(({ id }) => id)]
    const next = { ...cursor, seen, later: left.map(({ id, score }): [string, number] => [id, score]) }
    return { ...page, nextCursor: cursors.write(request, next) }
  }
  if (!cursor.more) return { ...page, nextCursor: null }
  const { later: _, more: __, ...common } = cursor
  const first = { ...common, kind: 'first', seen: all } as const
  const reading = { ...attempt.reading, shown: cursor.seen.length + shown.length }
  const missing = request.limit - shown.length
  if (missing === 0) return { ...page, nextCursor: cursors.write(request, { ...first, reading }) }
  const { facets: ___, ...rest } = request
  const filled = await wordsRest(
    deps,
    { ...rest, limit: missing },
    { attempt: { ...attempt, reading }, cursor: first, wide, shown: reading.shown },
  )
  return { ...page, hits: [...hits, ...filled.hits], nextCursor: filled.nextCursor }
}

type WordsRest = Rest<Exclude<Cursor, FusedCursor>> & { shown: number }

/** The papers that stand in no fused ranking score as if that of the words went on in it. */
async function wordsRest(
  { engine }: MeaningDeps,
  request: SearchRequest,
  { attempt, cursor, wide, shown }: WordsRest,
): Promise<SearchPage> {
  const { facets: _, ...rest } = request
  const reading = { ...attempt.reading, shown: shown + request.limit }
  const [page, facets] = await Promise.all([
    engine.run(rest, { ...attempt, reading, cursor }),
    facetsOf(engine, { request, wide }, cursor.seen),
  ])
  const hits = page.hits.map((hit, at) => ({ ...hit, score: reciprocal(shown + at + 1) }))
  return { ...page, hits, ...facets }
}
