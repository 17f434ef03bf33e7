import type { Paper } from '@paperboy/contracts'
import type { Listings } from '@paperboy/database'
import type { Index, PaperReader } from '../deps.ts'
import { queryText } from '../papers/query-text.ts'
import { type Filters, matchingIds } from './matching-ids.ts'

/** About a megabyte of papers: what is in memory at a time. */
const BATCH = 500

export type ExportDeps = {
  index: Pick<Index, 'search'>
  papers: Pick<PaperReader, 'byIds'>
  listings: Pick<Listings, 'exportBatch'>
}
export type ExportQuery = Filters & { after?: string | undefined }

/** All papers that match, by id, a batch at a time; the next one is only read when it is asked for. */
export async function paperBatches(deps: ExportDeps, query: ExportQuery): Promise<AsyncGenerator<Paper[]>> {
  const q = queryText(query.q)
  if (!q) return fromPostgres(deps, query)
  return ofIds(deps, await matchingIds(deps.index, { ...query, q }), query.after)
}

async function* fromPostgres({ listings }: ExportDeps, query: ExportQuery): AsyncGenerator<Paper[]> {
  const { from, to, hasCode } = query
  let { after } = query
  while (true) {
    const papers = await listings.exportBatch({ from, to, hasCode, after, limit: BATCH })
    if (papers.length > 0) yield papers
    if (papers.length < BATCH) return
    after = papers.at(-1)?.id
  }
}

async function* ofIds(
  { papers }: ExportDeps,
  ids: string[],
  after: string | undefined,
): AsyncGenerator<Paper[]> {
  const rest = after === undefined ? ids : ids.filter((id) => id > after)
  for (let at = 0; at < rest.length; at += BATCH) yield await papers.byIds(rest.slice(at, at + BATCH))
}
