import type { SearchPage, SearchRequest } from '@paperboy/contracts'
import type { Attempt } from '../answer.ts'
import type { Cursor, CursorBook, PlaceCursor } from '../cursor.ts'
import { effectiveSort, filtersOf } from '../filters.ts'
import { type Found, fusedPage } from './fused-page.ts'
import { laterPage } from './later-page.ts'
import type { Meaning } from './meaning.ts'
import { bare, DEPTH, foundByWords, holding, standsOut } from './near-papers.ts'
import { fuse } from './reciprocal-ranks.ts'
import type { Near } from './vector-table.ts'
import { meantText, type Widening, widening } from './widening.ts'
import type { WordEngine } from './word-engine.ts'

export type MeaningDeps = { engine: WordEngine; meaning: Meaning | undefined; cursors: CursorBook }

export type MeaningEngine = {
  run(request: SearchRequest, attempt: Attempt<Cursor>): Promise<SearchPage>
  /** For a query whose words find nothing; undefined where no paper is near it. */
  byMeaning(request: SearchRequest, attempt: Attempt<Cursor>): Promise<SearchPage | undefined>
}

/**
 * Puts papers that are near a plain query in meaning among those that its words find, by reciprocal ranks: the first
 * hundred of both. Behind them come the other papers of the words in their own order. Only by relevance, and only
 * where the words find something: what is misspelt is corrected first.
 */
export function withMeaning(deps: MeaningDeps): MeaningEngine {
  return {
    run: (request, attempt) =>
      attempt.cursor
        ? laterPage(deps, request, attempt, attempt.cursor)
        : firstPage(deps, request, { ...attempt, cursor: undefined }),
    byMeaning: (request, attempt) => byMeaning(deps, request, { ...attempt, cursor: undefined }),
  }
}

type First = Attempt<PlaceCursor> & { cursor: undefined }

async function firstPage(deps: MeaningDeps, request: SearchRequest, attempt: First): Promise<SearchPage> {
  const { engine, meaning } = deps
  const wide = widenedQuery(deps, request, attempt)
  if (!wide || !meaning) return engine.run(request, attempt)
  const limit = Math.max(DEPTH, request.limit)
  const [words, near] = await Promise.all([
    engine.run({ ...bare(request, limit), sort: request.sort }, attempt),
    meaning.near(meantText(attempt.text ?? ''), DEPTH, filtersOf(request)),
  ])
  if (words.total === 0) return words
  if (!near) return engine.run(request, attempt)
  const found = await ranked(deps, { request, wide, words, near })
  return fusedPage(deps, { request, attempt, wide, found })
}

/** Undefined where a query stays as it is. */
function widenedQuery(
  { meaning }: MeaningDeps,
  request: SearchRequest,
  { node, text }: First,
): Widening | undefined {
  if (text === undefined || !meaning?.isReady() || meantText(text) === '') return undefined
  return effectiveSort(node, request.sort) === 'relevance' ? widening(node) : undefined
}

type Rankings = { request: SearchRequest; wide: Widening; words: SearchPage; near: Near[] }

async function ranked({ engine, cursors }: MeaningDeps, rankings: Rankings): Promise<Found> {
  const { request, words, near } = rankings
  const byWords = words.hits.map(({ id }) => id)
  const known = new Set(byWords)
  const others = near.filter((paper) => !known.has(paper.id) && standsOut(paper)).map(({ id }) => id)
  const unread = words.total > byWords.length
  const [held, both] = await Promise.all([
    holding(engine, rankings, others),
    unread ? foundByWords(engine, rankings, others) : new Set<string>(),
  ])
  const byNearness = near.map(({ id }) => id).filter((id) => known.has(id) || held.has(id))
  const added = [...held].filter((id) => !both.has(id))
  const rest = words.nextCursor === null ? undefined : cursors.read({ ...request, cursor: words.nextCursor })
  return {
    ranked: fuse([byWords, byNearness]),
    added,
    total: words.total + added.length,
    ...(rest && { rest }),
  }
}

async function byMeaning(
  deps: MeaningDeps,
  request: SearchRequest,
  attempt: First,
): Promise<SearchPage | undefined> {
  const wide = widenedQuery(deps, request, attempt)
  const near = wide && (await deps.meaning?.near(meantText(attempt.text ?? ''), DEPTH, filtersOf(request)))
  if (!wide || !near) return undefined
  const standing = near.filter(standsOut).map(({ id }) => id)
  const held = await holding(deps.engine, { request, wide }, standing)
  const ranked = fuse([standing.filter((id) => held.has(id))])
  if (ranked.length === 0) return undefined
  return fusedPage(deps, {
    ...{ request, attempt, wide },
    found: { ranked, added: [...held], total: ranked.length },
  })
}
