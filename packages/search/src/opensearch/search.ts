import type { Client } from '@opensearch-project/opensearch'
import type { FacetName, FacetValue, SearchHit, SearchPage, SearchRequest } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { type Cursor, type CursorBook, expired } from '../cursor.ts'
import { highlight } from '../highlight.ts'
import type { QueryNode } from '../query/ast.ts'
import { parseQuery } from '../query/parse.ts'
import { appError, asking, statusOf, typeOf } from './errors.ts'
import type { Clause } from './match-query.ts'
import { searchBody } from './search-body.ts'

export const SEARCH_TIMEOUT_MS = 2_000
const KEEP_ALIVE = '10m'

export type Found = {
  pit_id?: string
  hits: { total: { value: number }; hits: FoundHit[] }
  aggregations?: Record<string, { buckets: { key: string; doc_count: number }[] }>
}
type FoundHit = {
  _id: string
  _score: number | null
  sort: (string | number | null)[]
  _source?: { title?: string; abstract?: string }
}
type Deps = { client: Client; alias: string; cursors: CursorBook }

export async function searchPage(deps: Deps, request: SearchRequest): Promise<SearchPage> {
  const cursor = deps.cursors.read(request)
  const { node, notice } = parseQuery(request.q)
  const marked = request.highlight === true && node.kind !== 'all'
  const body = searchBody(request, node, marked)
  const found = cursor
    ? await laterPage(deps, body, request.limit, cursor)
    : await firstPage(deps, body, request.limit)
  const hits = found.hits.hits.slice(0, request.limit)
  return {
    total: cursor?.total ?? found.hits.total.value,
    hits: hits.map((hit) => hitOf(hit, marked ? node : undefined)),
    nextCursor: nextCursor(deps, request, found, cursor),
    ...(request.facets ? { facets: facetsOf(found) } : {}),
    ...(notice === undefined ? {} : { notice }),
  }
}

/** Runs a search in the time a reader waits. Part of an answer is none. */
export async function runSearch(client: Client, body: Clause, index?: string): Promise<Found> {
  const response = await client.search(
    // A point in time names its index itself, and takes neither this parameter.
    { ...(index === undefined ? {} : { index }), allow_partial_search_results: false, body: body as never },
    { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
  )
  return response.body as unknown as Found
}

function firstPage({ client, alias }: Deps, body: Clause, limit: number): Promise<Found> {
  return asking(() => runSearch(client, { ...body, size: limit }, alias))
}

/** One hit more than asked tells whether there is a next page. */
async function laterPage(deps: Deps, body: Clause, limit: number, cursor: Cursor): Promise<Found> {
  const pit = cursor.kind === 'first' ? await openPit(deps) : cursor.snapshot
  try {
    return await runSearch(deps.client, {
      ...body,
      size: limit + 1,
      pit: { id: pit, keep_alive: KEEP_ALIVE },
      // After the query, so that facets still count what stood on page one.
      post_filter: { bool: { must_not: [{ terms: { id: cursor.seen } }] } },
      ...(cursor.kind === 'next' ? { search_after: cursor.after } : {}),
    })
  } catch (error) {
    if (statusOf(error) === 404) throw expired(error)
    if (statusOf(error) === 400) {
      throw new AppError(
        'BAD_REQUEST',
        'cursor is not one that this service gave out. Start again without cursor.',
        { cause: error },
      )
    }
    throw appError(error)
  }
}

async function openPit({ client, alias }: Deps): Promise<string> {
  try {
    const response = await client.createPit(
      { index: [alias], keep_alive: KEEP_ALIVE, allow_partial_pit_creation: false },
      { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
    )
    return (response.body as { pit_id: string }).pit_id
  } catch (error) {
    if (statusOf(error) === 429 || typeOf(error).includes('rejected_execution')) {
      throw new AppError('UNAVAILABLE', 'Too many searches are being paged through; try again in a minute.', {
        cause: error,
        retryAfterSeconds: 60,
      })
    }
    throw appError(error)
  }
}

function nextCursor(
  { cursors }: Deps,
  request: SearchRequest,
  found: Found,
  cursor: Cursor | undefined,
): string | null {
  const { hits, total } = found.hits
  if (!cursor) {
    if (total.value <= request.limit) return null
    return cursors.write(request, { kind: 'first', total: total.value, seen: hits.map((hit) => hit._id) })
  }
  const last = hits[request.limit - 1]
  if (hits.length <= request.limit || !last) return null
  const snapshot = found.pit_id ?? (cursor.kind === 'next' ? cursor.snapshot : '')
  return cursors.write(request, {
    kind: 'next',
    total: cursor.total,
    seen: cursor.seen,
    snapshot,
    after: last.sort,
  })
}

function hitOf(hit: FoundHit, node: QueryNode | undefined): SearchHit {
  const paper = { title: hit._source?.title ?? '', abstract: hit._source?.abstract ?? '' }
  return { id: hit._id, score: hit._score, ...(node ? { highlight: highlight(paper, node) } : {}) }
}

function facetsOf(found: Found): Partial<Record<FacetName, FacetValue[]>> {
  return Object.fromEntries(
    Object.entries(found.aggregations ?? {}).map(([name, { buckets }]) => [
      name,
      buckets.map(({ key, doc_count }) => ({ value: key, count: doc_count })),
    ]),
  )
}
