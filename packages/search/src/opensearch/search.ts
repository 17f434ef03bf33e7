import type { Client } from '@opensearch-project/opensearch'
import type { FacetName, FacetValue, SearchHit, SearchPage, SearchRequest } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { type Attempt, answer } from '../answer.ts'
import { type Cursor, type CursorBook, expired, type QueryReading } from '../cursor.ts'
import { type Expansion, feedback } from '../feedback.ts'
import { highlight } from '../highlight.ts'
import type { QueryNode } from '../query/ast.ts'
import { appError, asking, statusOf, typeOf } from './errors.ts'
import type { Clause } from './match-query.ts'
import { paperTerms } from './paper-terms.ts'
import { respell } from './respell.ts'
import { type Found, type FoundHit, runSearch, SEARCH_TIMEOUT_MS } from './run-search.ts'
import { feedbackBody, searchBody } from './search-body.ts'

const KEEP_ALIVE = '10m'

type Deps = { client: Client; alias: string; cursors: CursorBook }

export async function searchPage(deps: Deps, request: SearchRequest): Promise<SearchPage> {
  const { client, alias, cursors } = deps
  const engine = {
    run: (asked: SearchRequest, attempt: Attempt) => run(deps, asked, attempt),
    respell: (stems: string[]) => asking(() => respell(client, alias, stems)),
  }
  return answer(engine, request, cursors.read(request))
}

async function run(
  deps: Deps,
  request: SearchRequest,
  { node, reading, cursor }: Attempt,
): Promise<SearchPage> {
  const marked = request.highlight === true && node.kind !== 'all'
  const expansion = cursor?.expansion ?? (await expand(deps, request, node))
  const body = searchBody({ request, node, marked, expansion })
  const found = cursor
    ? await laterPage(deps, body, request.limit, cursor)
    : await firstPage(deps, body, request.limit)
  const hits = found.hits.hits.slice(0, request.limit)
  return {
    total: cursor?.total ?? found.hits.total.value,
    hits: hits.map((hit) => hitOf(hit, marked ? node : undefined)),
    nextCursor: nextCursor(deps, { request, found, cursor, expansion, reading }),
    ...(request.facets ? { facets: facetsOf(found) } : {}),
  }
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

type Paged = {
  request: SearchRequest
  found: Found
  cursor: Cursor | undefined
  expansion: Expansion
  reading: QueryReading
}

function nextCursor({ cursors }: Deps, { request, found, cursor, expansion, reading }: Paged): string | null {
  const { hits, total } = found.hits
  const kept = {
    ...(expansion.length === 0 ? {} : { expansion }),
    ...(Object.keys(reading).length === 0 ? {} : { reading }),
  }
  if (!cursor) {
    if (total.value <= request.limit) return null
    const seen = hits.map((hit) => hit._id)
    return cursors.write(request, { kind: 'first', total: total.value, seen, ...kept })
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
    ...kept,
  })
}

/** What the best papers have in common: a search before the search, which later pages take from their cursor. */
async function expand({ client, alias }: Deps, request: SearchRequest, node: QueryNode): Promise<Expansion> {
  const body = feedbackBody(request, node)
  if (!body) return []
  return asking(async () => {
    const found = await runSearch(client, body, alias)
    const { papers, collection } = await paperTerms(
      client,
      alias,
      found.hits.hits.map((hit) => hit._id),
    )
    return feedback(papers, collection)
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
