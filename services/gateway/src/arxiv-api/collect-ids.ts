import { AppError } from '@paperboy/service-kit'
import type { Index } from '../deps.ts'

/** The first cursor names every paper of its page. */
const FIRST_PAGE = 1_000
/** OpenSearch opens windows of 10,000, one of which says whether there is more. */
const LATER_PAGE = 9_999
const MAX_COLLECTED = 100_000

export type Collected = { total: number; ids: string[] }

/** The ids of what matches, best first, `atMost` of them; `total` counts all. */
export async function collectIds(
  index: Pick<Index, 'search'>,
  q: string,
  atMost: number,
): Promise<Collected> {
  const request = { ...(q && { q }), sort: q ? ('relevance' as const) : ('newest' as const) }
  const first = await index.search({ ...request, limit: Math.min(atMost, FIRST_PAGE) })
  const ids = first.hits.map(({ id }) => id)
  let cursor = first.nextCursor
  while (cursor !== null && ids.length < atMost) {
    const limit = Math.min(atMost - ids.length, LATER_PAGE)
    const page = await index.search({ ...request, limit, cursor })
    for (const { id } of page.hits) ids.push(id)
    cursor = page.nextCursor
  }
  return { total: first.total, ids }
}

/** All of them, for what has to be sorted or compared; too many are refused. */
export async function collectAll(index: Pick<Index, 'search'>, q: string): Promise<string[]> {
  const { total, ids } = await collectIds(index, q, MAX_COLLECTED)
  if (total > MAX_COLLECTED) {
    throw new AppError(
      'BAD_REQUEST',
      `search_query matches ${total} papers; ${MAX_COLLECTED} can be sorted. Narrow it, or sort by relevance.`,
    )
  }
  return ids
}
