import { AppError } from '@paperboy/service-kit'
import type { Index } from '../deps.ts'

/** Ids are kept in memory while their papers are read. */
const MAX_MATCHING = 100_000
const PAGE = 1_000

export type Filters = {
  q?: string | undefined
  from?: string | undefined
  to?: string | undefined
  hasCode?: boolean | undefined
}

/** The ids of all papers of a search, in the order of ids. */
export async function matchingIds(
  index: Pick<Index, 'search'>,
  { q, from, to, hasCode }: Filters,
): Promise<string[]> {
  const given = {
    ...(q && { q }),
    ...(from && { from }),
    ...(to && { to }),
    ...(hasCode !== undefined && { hasCode }),
  }
  const request = { ...given, sort: 'newest' as const, limit: PAGE }
  const ids: string[] = []
  let page = await index.search(request)
  if (page.total > MAX_MATCHING) {
    throw new AppError(
      'BAD_REQUEST',
      `q matches ${page.total} papers; an export of a search may have ${MAX_MATCHING}. Narrow it, or leave q out.`,
    )
  }
  while (true) {
    for (const { id } of page.hits) ids.push(id)
    if (page.nextCursor === null) return ids.sort()
    page = await index.search({ ...request, cursor: page.nextCursor })
  }
}
