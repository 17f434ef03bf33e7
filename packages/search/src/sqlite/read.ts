import type { DatabaseSync } from 'node:sqlite'
import type { FacetName, FacetValue, SearchHit, SortOrder } from '@paperboy/contracts'
import { highlight } from '../highlight.ts'
import type { QueryNode } from '../query/ast.ts'
import { filterSql, findMatches, type Matches, type MatchQuery } from './find-matches.ts'
import { byOrder, topOf } from './order.ts'
import type { Store } from './posting-lists.ts'
import { allRanked, bestRanked } from './ranked-matches.ts'
import type { Ranked, Snapshots } from './snapshots.ts'

export type Place =
  | { kind: 'first' }
  /** Opens a snapshot of what matches now, without the papers already seen. */
  | { kind: 'open'; seen: string[] }
  | { kind: 'next'; snapshot: string; offset: number }

export type ReadPage = Omit<MatchQuery, 'sort'> & {
  sort: SortOrder
  limit: number
  highlight: boolean
  place: Place
  now: number
}
export type PageRead = {
  total: number
  hits: SearchHit[]
  facets: Partial<Record<FacetName, FacetValue[]>>
  /** Where the next page begins; null on the last one. */
  next: { snapshot: string; offset: number } | 'first' | null
}

const ORDER = {
  relevance: 'p.trending desc, p.id',
  trending: 'p.trending desc, p.id',
  newest: 'p.first_seen_at desc, p.published_at desc, p.id',
} as const

/** One page of a search; undefined when its snapshot is gone. */
export function readPage(store: Store, snapshots: Snapshots, read: ReadPage): PageRead | undefined {
  const { db } = store
  if (read.place.kind === 'first') return firstPage(store, read)
  const opened =
    read.place.kind === 'open' ? openSnapshot(store, snapshots, read, new Set(read.place.seen)) : undefined
  const { snapshot, offset } =
    read.place.kind === 'next' ? read.place : { snapshot: opened?.snapshot ?? '', offset: 0 }
  const ranked = snapshots.use(snapshot, read.now)
  if (!ranked) return undefined
  const facets = opened?.facets ?? (read.facets.length > 0 ? allMatches(store, read).facets : {})
  const page = livePage(db, ranked, offset, read.limit)
  const next = page.end < ranked.length ? { snapshot, offset: page.end } : null
  return { total: ranked.length, hits: hitsOf(db, page.ranked, read), facets, next }
}

function firstPage(store: Store, read: ReadPage): PageRead {
  const { db } = store
  if (read.node.kind === 'all' && read.facets.length === 0) return firstPageOfAll(db, read)
  const { total, matches, facets } = bestMatches(store, read)
  const hits = hitsOf(db, topOf(matches, read.limit), read)
  return { total, hits, facets, next: total > read.limit ? 'first' : null }
}

function bestMatches(store: Store, read: ReadPage): Matches & { total: number } {
  const { sort } = read
  if (sort === 'relevance') return bestRanked(store, read, read.limit)
  const found = findMatches(store.db, { ...read, sort })
  return { ...found, total: found.matches.length }
}

function allMatches(store: Store, read: ReadPage): Matches {
  const { sort } = read
  return sort === 'relevance' ? allRanked(store, read) : findMatches(store.db, { ...read, sort })
}

/** The page that most readers open: an index holds its order. */
function firstPageOfAll(db: DatabaseSync, read: ReadPage): PageRead {
  const { where, values } = filterSql(read.filters)
  const { total } = db.prepare(`select count(*) total from papers p where ${where}`).get(...values) as {
    total: number
  }
  const rows = db
    .prepare(`select p.id from papers p where ${where} order by ${ORDER[read.sort]} limit ?`)
    .all(...values, read.limit) as { id: string }[]
  const ranked = rows.map(({ id }) => ({ id, score: null }))
  return { total, hits: hitsOf(db, ranked, read), facets: {}, next: total > read.limit ? 'first' : null }
}

function openSnapshot(store: Store, snapshots: Snapshots, read: ReadPage, seen: Set<string>) {
  const { matches, facets } = allMatches(store, read)
  const ranked = matches
    .filter((match) => !seen.has(match.id))
    .sort(byOrder)
    .map(({ id, score }) => ({ id, score }))
  return { snapshot: snapshots.add(ranked, read.now), facets }
}

/** Papers deleted since the snapshot are passed over, without making the page shorter. */
function livePage(
  db: DatabaseSync,
  ranked: Ranked[],
  offset: number,
  limit: number,
): { ranked: Ranked[]; end: number } {
  const live = db.prepare('select 1 from papers where id = ? and deleted = 0')
  const isLive = (at: number) => live.get(ranked[at]?.id ?? '') !== undefined
  const page: Ranked[] = []
  let end = offset
  for (; end < ranked.length && page.length < limit; end++) {
    const paper = ranked[end]
    if (paper && isLive(end)) page.push(paper)
  }
  // What is left may all be deleted: that is no further page.
  while (end < ranked.length && !isLive(end)) end++
  return { ranked: page, end }
}

function hitsOf(
  db: DatabaseSync,
  ranked: Ranked[],
  read: { node: QueryNode; highlight: boolean },
): SearchHit[] {
  if (!read.highlight) return ranked.map(({ id, score }) => ({ id, score }))
  const find = db.prepare('select title, abstract from papers where id = ?')
  return ranked.map(({ id, score }) => {
    const paper = (find.get(id) ?? { title: '', abstract: '' }) as { title: string; abstract: string }
    return { id, score, highlight: highlight(paper, read.node) }
  })
}
