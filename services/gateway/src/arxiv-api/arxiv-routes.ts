import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody } from '@paperboy/contracts'
import type { Listings } from '@paperboy/database'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Index, PaperReader } from '../deps.ts'
import { baseUrl } from '../http/base-url.ts'
import { prepareErrorReply, publicMessage } from '../http/errors.ts'
import { errors, ref, textAnswer } from '../http/schemas.ts'
import { type ArxivRequest, findResults } from './find-results.ts'
import { writeArxivError, writeArxivFeed } from './write-arxiv-feed.ts'

/** Of one answer, as at arXiv; a client that asks for more gets the rest by asking again. */
const MAX_PAGE = 2_000
const MAX_ASKED = 30_000
const MAX_START = 50_000
const TYPE = 'application/atom+xml'

// Parameters that are not known are let through: clients may send others.
const ArxivQuery = Type.Object({
  search_query: Type.String({
    maxLength: 500,
    default: '',
    description:
      'terms with the fields ti: au: abs: cat: id: all:, "phrases", AND OR ANDNOT, parentheses, submittedDate:[YYYYMMDDHHMM TO YYYYMMDDHHMM]',
  }),
  id_list: Type.String({
    pattern: '^[\\w.,:/() -]*$',
    maxLength: 50_000,
    default: '',
    description: 'a comma list of arXiv ids, with or without version, or own ids',
  }),
  start: Type.Integer({ minimum: 0, maximum: MAX_START, default: 0 }),
  max_results: Type.Integer({
    ...{ minimum: 0, maximum: MAX_ASKED, default: 10 },
    description: `at most ${MAX_PAGE} come in one answer`,
  }),
  sortBy: Type.Unsafe<ArxivRequest['sortBy']>({
    ...{ type: 'string', enum: ['relevance', 'lastUpdatedDate', 'submittedDate'], default: 'relevance' },
  }),
  sortOrder: Type.Unsafe<ArxivRequest['sortOrder']>({
    ...{ type: 'string', enum: ['ascending', 'descending'], default: 'descending' },
  }),
})

type Deps = {
  index: Pick<Index, 'search'>
  papers: Pick<PaperReader, 'byIds'>
  listings: Pick<Listings, 'byReferences' | 'datedIds'>
  publicUrl: string | undefined
}

/** `/api/query` as clients of the arXiv API expect it. */
export const arxivRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const self = (request: FastifyRequest) => `${baseUrl(deps.publicUrl, request)}${request.url}`
  app.setErrorHandler((error, request, reply) => {
    const fault = prepareErrorReply(error, request, reply)
    sendFeed(reply, writeArxivError(publicMessage(fault), self(request)))
  })

  const schema = {
    ...{ operationId: 'arxivQuery', summary: 'Papers as Atom, as the arXiv API answers', tags: ['arxiv'] },
    querystring: ArxivQuery,
    response: { 200: textAnswer(TYPE, 'a feed with opensearch:totalResults'), ...feedErrors() },
  }
  app.get('/api/query', { schema, config: { cached: true } }, async (request, reply) => {
    const asked = readRequest(request.query)
    const found = await findResults(deps, asked)
    const context = { request: asked, base: baseUrl(deps.publicUrl, request), self: self(request) }
    return sendFeed(reply, writeArxivFeed(found, context))
  })
}

function readRequest(query: Static<typeof ArxivQuery>): ArxivRequest {
  return {
    searchQuery: query.search_query.replaceAll('\0', ' '),
    ids: query.id_list
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    start: query.start,
    maxResults: Math.min(query.max_results, MAX_PAGE),
    ...{ sortBy: query.sortBy, sortOrder: query.sortOrder },
  }
}

/** Errors are feeds here, beside the JSON that the rest of the API has. */
function feedErrors() {
  const content = { [TYPE]: { schema: Type.String() }, 'application/json': { schema: ref(ErrorBody) } }
  return Object.fromEntries(
    Object.entries(errors(400)).map(([status, schema]) => [
      status,
      { description: 'description' in schema ? String(schema.description) : '', content },
    ]),
  )
}

function sendFeed(reply: FastifyReply, feed: string): FastifyReply {
  // A string that goes through a JSON serialiser would arrive in quotes.
  return reply.type(`${TYPE}; charset=utf-8`).serializer(String).send(feed)
}
