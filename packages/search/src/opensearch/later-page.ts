import { AppError } from '@paperboy/service-kit'
import { expired, type PlaceCursor } from '../cursor.ts'
import { appError, statusOf, typeOf } from './errors.ts'
import type { Asked, Page, PageDeps } from './first-page.ts'
import { runSearch, SEARCH_TIMEOUT_MS } from './run-search.ts'
import { countBody, isRanked, searchBody } from './search-body.ts'

const KEEP_ALIVE = '10m'

/** One hit more than asked tells whether there is a next page. */
export async function laterPage(deps: PageDeps, asked: Asked, cursor: PlaceCursor): Promise<Page> {
  const { request, node } = asked
  const expansion = cursor.expansion ?? []
  const pit = {
    id: cursor.kind === 'first' ? await openPit(deps) : cursor.snapshot,
    keep_alive: KEEP_ALIVE,
  }
  const counts = isRanked(request, node) && (request.facets ?? []).length > 0
  try {
    const [found, counted] = await Promise.all([
      runSearch(deps.client, {
        ...searchBody({ ...asked, expansion }),
        size: request.limit + 1,
        pit,
        // After the query, so that facets still count what stood on page one.
        post_filter: { bool: { must_not: [{ terms: { id: cursor.seen } }] } },
        ...(cursor.kind === 'next' ? { search_after: cursor.after } : {}),
      }),
      counts ? runSearch(deps.client, { ...countBody(request, node), pit }) : undefined,
    ])
    return { found: counted ? { ...found, aggregations: counted.aggregations ?? {} } : found, expansion }
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

async function openPit({ client, alias }: PageDeps): Promise<string> {
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
