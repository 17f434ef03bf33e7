import type { Paper } from '@paperboy/contracts'
import type { DatedOptions, Listings } from '@paperboy/database'
import type { Index, PaperReader } from '../deps.ts'
import { collectAll, collectIds } from './collect-ids.ts'
import { parseQuery } from './parse-query.ts'
import { splitDates } from './split-dates.ts'
import { toSearchQuery } from './to-search-query.ts'

export type ArxivRequest = {
  searchQuery: string
  /** As they were asked, with or without version. */
  ids: string[]
  start: number
  maxResults: number
  sortBy: 'relevance' | 'lastUpdatedDate' | 'submittedDate'
  sortOrder: 'ascending' | 'descending'
}
export type ArxivResult = { paper: Paper; version: number }
export type ArxivResults = { total: number; results: ArxivResult[] }

type Deps = {
  index: Pick<Index, 'search'>
  papers: Pick<PaperReader, 'byIds'>
  listings: Pick<Listings, 'byReferences' | 'datedIds'>
}

/** A query alone, ids alone, or what both have in common. */
export async function findResults(deps: Deps, request: ArxivRequest): Promise<ArxivResults> {
  const versions = await versionsOf(deps, request.ids)
  const asked = request.ids.length > 0 ? [...versions.keys()] : null
  const { total, ids } = await findIds(deps, request, asked)
  const papers = await deps.papers.byIds(ids)
  return { total, results: papers.map((paper) => ({ paper, version: versions.get(paper.id) ?? 1 })) }
}

/** Own ids with the version that was asked for, in the order of asking: Paperboy keeps one state of a paper. */
async function versionsOf({ listings }: Deps, ids: string[]): Promise<Map<string, number>> {
  const asked = ids.map((id) => /^(?<bare>.*?)(?:v(?<version>\d{1,4}))?$/s.exec(plainId(id))?.groups ?? {})
  // An own id may end like a version.
  const found =
    ids.length > 0 ? await listings.byReferences([...ids, ...asked.map(({ bare }) => bare ?? '')]) : null
  return new Map(
    ids.flatMap((id, at) => {
      const { bare = '', version } = asked[at] ?? {}
      const paper = found?.get(id) ?? found?.get(bare)
      return paper ? [[paper.id, Math.max(1, Number(version ?? 1))] as const] : []
    }),
  )
}

/** Ids before April 2007 may name the subject of their archive: math.GT/0309136 is math/0309136. */
function plainId(id: string): string {
  return id.includes('/') ? id.toLowerCase().replace(/\.[a-z]{2}\//, '/') : id
}

type Ids = { total: number; ids: string[] }

async function findIds(deps: Deps, request: ArxivRequest, asked: string[] | null): Promise<Ids> {
  const { searchQuery, start, maxResults, sortBy, sortOrder } = request
  const page = { offset: start, limit: maxResults }
  const order: DatedOptions = { ...page, ...(sortBy !== 'relevance' && { order: sortOrder }) }
  if (searchQuery.trim() === '') return asked ? deps.listings.datedIds(asked, order) : { total: 0, ids: [] }
  const { node, range } = splitDates(parseQuery(searchQuery))
  const q = toSearchQuery(node)
  if (q === null) return { total: 0, ids: [] }
  const dated = { ...order, from: range?.from ?? null, to: range?.to ?? null }
  // Everything is Postgres's to list: by date, where nothing makes one paper more relevant than another.
  if (q === '') return deps.listings.datedIds(asked, { order: sortOrder, ...dated })
  const ascending = sortBy === 'relevance' && sortOrder === 'ascending'
  if (!range && !asked && sortBy === 'relevance' && !ascending) {
    const found = await collectIds(deps.index, q, start + maxResults)
    return { total: found.total, ids: found.ids.slice(start, start + maxResults) }
  }
  const matching = await collectAll(deps.index, q)
  const wanted = asked && new Set(asked)
  const both = wanted ? matching.filter((id) => wanted.has(id)) : matching
  return deps.listings.datedIds(ascending ? both.reverse() : both, dated)
}
