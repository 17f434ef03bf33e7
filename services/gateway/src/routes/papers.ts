import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type FacetName, Paper, SortOrder } from '@paperboy/contracts'
import { Type } from 'typebox'
import type { Index, PaperReader } from '../deps.ts'
import { weakTag } from '../http/etag.ts'
import { Cursor, errors, NextCursor, paperFilters, ref, strict } from '../http/schemas.ts'
import { type PapersPage, searchPapers } from '../papers/search-papers.ts'

const facet = '(month|codeHost|category)'
/** How long an answer may be confirmed as unchanged: half the life of the cursor in it. */
const CURSOR_FRESH_MS = 300_000

const PapersQuery = Type.Object(
  {
    q: Type.Optional(
      Type.String({
        maxLength: 500,
        examples: ['"beam search" OR title:translation'],
        description:
          'Words, "exact phrase", -word, AND OR NOT, parentheses, prefix*, and the fields title: abstract: author: category: id:. Never an error: `notice` says what was searched as plain words.',
      }),
    ),
    sort: Type.Optional(
      Type.Unsafe<'relevance' | 'trending' | 'newest'>({
        ...SortOrder,
        description: 'default relevance with q, else trending; relevance without q is trending',
      }),
    ),
    ...paperFilters,
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Cursor),
    facets: Type.Optional(
      Type.String({
        pattern: `^${facet}(,${facet})*$`,
        examples: ['month,codeHost'],
        description: 'a comma list of month, codeHost, category',
      }),
    ),
    highlight: Type.Boolean({ default: false, description: 'mark what matched; only with q' }),
  },
  strict,
)

const FacetValues = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }))

const PapersResult = Type.Object({
  total: Type.Integer({ description: 'exact, and the same on every page of one cursor' }),
  items: Type.Array(ref(Paper)),
  nextCursor: NextCursor,
  facets: Type.Optional(
    Type.Object({
      month: Type.Optional(FacetValues),
      codeHost: Type.Optional(FacetValues),
      category: Type.Optional(FacetValues),
    }),
  ),
  notice: Type.Optional(
    Type.String({
      description: 'for people: what did not parse, or found nothing and was searched in another way',
    }),
  ),
  didYouMean: Type.Optional(
    Type.String({ description: 'the query with words that no paper has corrected to ones that papers have' }),
  ),
  correctedQuery: Type.Optional(
    Type.String({ description: 'set when the query found nothing and this was searched in its place' }),
  ),
  tookMs: Type.Integer({ minimum: 0 }),
})

type Deps = {
  index: Pick<Index, 'search'>
  papers: Pick<PaperReader, 'byIds'>
  now?: (() => Date) | undefined
}

export const papersRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const schema = {
    operationId: 'listPapers',
    summary: 'Find papers, or list what is trending',
    tags: ['papers'],
    querystring: PapersQuery,
    response: { 200: PapersResult, ...errors(400, 410) },
  }
  app.get('/v1/papers', { schema, config: { cached: true } }, async (request, reply) => {
    const { facets, highlight, ...query } = request.query
    const started = performance.now()
    const page = await searchPapers(deps, {
      ...query,
      highlight: highlight && Boolean(query.q?.trim()),
      ...(facets && { facets: facetNames(facets) }),
    })
    reply.header('etag', pageTag(page, deps.now?.() ?? new Date()))
    return { ...page, tookMs: Math.round(performance.now() - started) }
  })
}

function facetNames(list: string): FacetName[] {
  return [...new Set(list.split(','))] as FacetName[]
}

/** The time it took is no reason to send a page again, and neither is a new cursor to the same place. */
function pageTag({ nextCursor, ...page }: PapersPage, now: Date): string {
  const cursorAge = nextCursor ? Math.floor(now.getTime() / CURSOR_FRESH_MS) : null
  return weakTag(JSON.stringify([page, cursorAge]))
}
