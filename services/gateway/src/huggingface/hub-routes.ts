import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Listings } from '@paperboy/database'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { DigestReader, Index, PaperReader } from '../deps.ts'
import { baseUrl } from '../http/base-url.ts'
import { errors, ref, textAnswer } from '../http/schemas.ts'
import { findPaper } from '../papers/find-paper.ts'
import { searchPapers } from '../papers/search-papers.ts'
import { dayRange, EVER } from './day-range.ts'
import { hubErrorHandler } from './hub-errors.ts'
import { OPERATOR } from './hub-user.ts'
import { paperMarkdown } from './paper-markdown.ts'
import { HubItem, HubPaperInfo } from './schemas.ts'
import { firstSeen, hubItem, hubPaperInfo } from './to-hub-paper.ts'

// Parameters that are not known are let through: newer clients may send them.
const DailyQuery = Type.Object({
  date: Type.Optional(Type.String({ format: 'date', description: 'a day; without any the newest digest' })),
  week: Type.Optional(
    Type.String({
      pattern: '^(?!0000)\\d{4}-W(0[1-9]|[1-4]\\d|5[0-3])$',
      description: 'an ISO week, YYYY-Www',
    }),
  ),
  month: Type.Optional(
    Type.String({ pattern: '^(?!0000)\\d{4}-(0[1-9]|1[0-2])$', description: 'a month, YYYY-MM' }),
  ),
  submitter: Type.Optional(
    Type.String({
      maxLength: 200,
      description: `user name in the record; ${OPERATOR} where it names nobody`,
    }),
  ),
  sort: Type.Unsafe<'publishedAt' | 'trending'>({
    enum: ['publishedAt', 'trending'],
    type: 'string',
    default: 'publishedAt',
  }),
  p: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0, description: 'page, from 0' }),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
})
const SearchQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 500, description: 'without it: what is trending' })),
  limit: Type.Integer({ minimum: 1, maximum: 120, default: 20 }),
})
const params = Type.Object({
  id: Type.String({ description: 'arXiv id with or without version, own id, or DOI' }),
})
const slashed = Type.Object({ archive: Type.String(), id: Type.String() })

type Deps = {
  index: Pick<Index, 'search'>
  papers: PaperReader
  digests: Pick<DigestReader, 'list'>
  listings: Pick<Listings, 'daily'>
  publicUrl: string | undefined
}

/** Without it the id ends at a line break, and the address is a page's. */
const anyLetters = '(^[\\s\\S]+)'

/** What clients of Hugging Face's papers ask for: their addresses, their shapes. */
export const hubRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler(hubErrorHandler)
  const tags = ['huggingface']

  const daily = {
    ...{ operationId: 'hubDailyPapers', summary: 'Papers of a day, a week or a month', tags },
    querystring: DailyQuery,
    response: { 200: Type.Array(ref(HubItem)), ...errors(400) },
  }
  app.get('/api/daily_papers', { schema: daily }, (request) => dailyPapers(deps, request.query))

  const search = {
    ...{ operationId: 'hubSearchPapers', summary: 'Papers for a query', tags },
    querystring: SearchQuery,
    response: { 200: Type.Array(ref(HubItem)), ...errors(400) },
  }
  app.get('/api/papers/search', { schema: search }, async (request) => {
    const { items } = await searchPapers(deps, request.query)
    return items.map((paper) => hubItem(firstSeen(paper)))
  })

  const info = {
    ...{ operationId: 'hubPaperInfo', summary: 'One paper', tags, params },
    response: { 200: ref(HubPaperInfo), ...errors(400, 404) },
  }
  app.get('/api/papers/:id', { schema: info }, async (request) =>
    hubPaperInfo(await findPaper(deps.papers, request.params.id)),
  )
  app.get('/api/papers/:archive/:id', { schema: { hide: true, params: slashed } }, async (request) =>
    hubPaperInfo(await findPaper(deps.papers, slashedId(request.params))),
  )

  const markdown = {
    ...{ operationId: 'hubReadPaper', summary: 'One paper as Markdown', tags, params },
    response: { 200: textAnswer('text/markdown', 'title, authors, abstract, links'), ...errors(400, 404) },
  }
  app.get(`/papers/:id${anyLetters}.md`, { schema: markdown }, (request, reply) =>
    sendMarkdown(deps, request.params.id, { request, reply }),
  )
  app.get(
    `/papers/:archive/:id${anyLetters}.md`,
    { schema: { hide: true, params: slashed } },
    (request, reply) => sendMarkdown(deps, slashedId(request.params), { request, reply }),
  )
}

/** Old arXiv ids have a slash, which the client does not encode. */
function slashedId({ archive, id }: Static<typeof slashed>): string {
  return `${archive}/${id}`
}

async function dailyPapers(
  { digests, listings }: Deps,
  query: Static<typeof DailyQuery>,
): Promise<HubItem[]> {
  const { submitter, sort, p, limit } = query
  const range = dayRange(query) ?? (submitter === undefined ? await newestDay(digests) : EVER)
  if (!range) return []
  const found = await listings.daily({
    ...range,
    sort: sort === 'trending' ? sort : 'day',
    ...(submitter !== undefined && {
      submitter: submitter === OPERATOR ? null : submitter.replaceAll('\0', ''),
    }),
    ...{ limit, offset: p * limit },
  })
  return found.map(hubItem)
}

async function newestDay(digests: Pick<DigestReader, 'list'>) {
  const [newest] = await digests.list({ limit: 1 })
  return newest ? { from: newest.date, to: newest.date } : null
}

type Exchange = { request: FastifyRequest; reply: FastifyReply }

async function sendMarkdown(deps: Deps, reference: string, { request, reply }: Exchange): Promise<string> {
  const text = paperMarkdown(await findPaper(deps.papers, reference), baseUrl(deps.publicUrl, request))
  reply.type('text/markdown; charset=utf-8')
  // A string that goes through a JSON serialiser would arrive in quotes.
  reply.serializer(String)
  return text
}
