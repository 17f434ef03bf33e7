import type { Paper, SearchPage, SearchRequest } from '@paperboy/contracts'
import type { Index, PaperReader } from '../deps.ts'
import { checkDayOrder } from '../http/calendar-day.ts'
import { queryText } from './query-text.ts'

export type PapersPage = Omit<SearchPage, 'hits'> & { items: Paper[] }
export type PapersQuery = Omit<SearchRequest, 'sort'> & { sort?: SearchRequest['sort'] | undefined }

type Deps = { index: Pick<Index, 'search'>; papers: Pick<PaperReader, 'byIds'> }

/** Asks the index which papers, and Postgres what is known of them. */
export async function searchPapers(deps: Deps, query: PapersQuery): Promise<PapersPage> {
  const request = searchRequest(query)
  const { hits, ...page } = await deps.index.search(request)
  const papers = new Map(
    (await deps.papers.byIds(hits.map(({ id }) => id))).map((paper) => [paper.id, paper]),
  )
  const items = hits.flatMap(({ id, score, highlight }) => {
    const paper = papers.get(id)
    // A paper that was removed a moment ago is still in the index.
    if (!paper) return []
    if (request.q === undefined) return [paper]
    return [{ ...paper, ...(score !== null && { score }), ...(highlight && { highlight }) }]
  })
  return { ...page, items }
}

function searchRequest({ sort, q, ...rest }: PapersQuery): SearchRequest {
  const text = queryText(q)
  checkDayOrder(rest)
  if (!text) return { ...rest, sort: sort === 'newest' ? sort : 'trending' }
  return { ...rest, q: text, sort: sort ?? 'relevance' }
}
