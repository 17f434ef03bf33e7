import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { DigestReader, Index, PaperReader } from '../deps.ts'
import { baseUrl } from '../http/base-url.ts'
import { errors, paperFilters, strict, textAnswer } from '../http/schemas.ts'
import { searchPapers } from '../papers/search-papers.ts'
import { digestsFeed } from './digests-feed.ts'
import { entryOf, type Feed } from './feed.ts'
import { type FeedFormat, feedFormats, sendFeed } from './send-feed.ts'
import { JsonFeed } from './write-json-feed.ts'

const limit = Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'entries at most' })
const TrendingQuery = Type.Object({ limit }, strict)
const SearchQuery = Type.Object(
  {
    q: Type.String({
      maxLength: 500,
      description: 'the query, as for /v1/papers; empty: all papers, the newest first',
    }),
    ...paperFilters,
    limit,
  },
  strict,
)
type SearchQuery = Static<typeof SearchQuery>

type Deps = {
  index: Pick<Index, 'search'>
  papers: Pick<PaperReader, 'byIds'>
  digests: DigestReader
  publicUrl: string | undefined
}

/** What is trending, any search and the days, for feed readers. */
export const feedRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const address = (request: FastifyRequest) => {
    const base = baseUrl(deps.publicUrl, request)
    return { base, self: `${base}${request.url}` }
  }
  for (const format of Object.keys(feedFormats) as FeedFormat[]) {
    const common = { tags: ['feeds'], response: answers(format) }
    const trending = {
      ...common,
      operationId: `feedTrending${title(format)}`,
      summary: `What is trending, as ${names[format]}`,
      querystring: TrendingQuery,
    }
    app.get(
      `/feeds/trending.${format}`,
      { schema: trending, config: { cached: true } },
      async (request, reply) => {
        const feed = await trendingFeed(deps, { ...address(request), limit: request.query.limit })
        return sendFeed(request, reply, feed, format)
      },
    )
    const search = {
      ...common,
      operationId: `feedSearch${title(format)}`,
      summary: `The newest papers of a search, as ${names[format]}`,
      querystring: SearchQuery,
    }
    app.get(
      `/feeds/search.${format}`,
      { schema: search, config: { cached: true } },
      async (request, reply) => {
        const feed = await searchFeed(deps, { ...address(request), ...request.query })
        return sendFeed(request, reply, feed, format)
      },
    )
    const digests = {
      ...common,
      operationId: `feedDigests${title(format)}`,
      summary: `One entry a day, as ${names[format]}`,
      querystring: TrendingQuery,
    }
    app.get(
      `/feeds/digests.${format}`,
      { schema: digests, config: { cached: true } },
      async (request, reply) => {
        const feed = await digestsFeed(deps.digests, { ...address(request), limit: request.query.limit })
        return sendFeed(request, reply, feed, format)
      },
    )
  }
}

const names: Record<FeedFormat, string> = { atom: 'Atom', rss: 'RSS 2.0', json: 'JSON Feed 1.1' }

function title(format: FeedFormat): string {
  return `${format.charAt(0).toUpperCase()}${format.slice(1)}`
}

function feedAnswer(format: FeedFormat) {
  const description = 'the feed; with ETag and Last-Modified'
  const { type } = feedFormats[format]
  // The handler sends text either way.
  if (format === 'json')
    return { description, content: { [type]: { schema: Type.Unsafe<string>(JsonFeed) } } }
  return textAnswer(type, description)
}

function answers(format: FeedFormat) {
  return {
    200: feedAnswer(format),
    304: Type.Unsafe<string>({
      type: 'null',
      description: 'nothing new since If-None-Match or If-Modified-Since',
    }),
    ...errors(400),
  }
}

type Asked = { base: string; self: string; limit: number }

async function trendingFeed(deps: Deps, { base, self, limit: most }: Asked): Promise<Feed> {
  const { items } = await searchPapers(deps, { sort: 'trending', limit: most })
  return {
    id: 'tag:paperboy,2026:trending',
    title: 'Paperboy – trending research papers',
    description: 'The research papers that people talk about.',
    ...{ home: `${base}/`, self },
    entries: items.map((paper) => entryOf(paper, base)),
  }
}

async function searchFeed(deps: Deps, { base, self, ...search }: Asked & SearchQuery): Promise<Feed> {
  const { items } = await searchPapers(deps, { ...search, sort: 'newest' })
  const query = search.q.trim()
  // In one order, whatever the address has: the id of a feed stays.
  const given = (['from', 'to', 'hasCode'] as const).flatMap((name): [string, string][] =>
    search[name] === undefined ? [] : [[name, String(search[name])]],
  )
  const narrowed = given.length > 0 ? `?${new URLSearchParams(given)}` : ''
  return {
    id: `tag:paperboy,2026:search/${encodeURIComponent(query)}${narrowed}`,
    title: `Paperboy – ${query || 'the newest research papers'}`,
    description: `The newest research papers${query && ` for ${query}`}.`,
    ...{ home: `${base}/?${new URLSearchParams([['q', query], ...given])}`, self },
    entries: items.map((paper) => entryOf(paper, base)),
  }
}
