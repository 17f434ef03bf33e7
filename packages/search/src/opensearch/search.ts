import type { FacetName, FacetValue, SearchHit, SearchPage, SearchRequest } from '@paperboy/contracts'
import type { DefinitionBook } from '../acronyms/definition-book.ts'
import type { DefinitionLookup } from '../acronyms/find-alternatives.ts'
import { type Attempt, answer } from '../answer.ts'
import type { CursorBook, PlaceCursor, QueryReading } from '../cursor.ts'
import type { Expansion } from '../feedback.ts'
import { highlight } from '../highlight.ts'
import type { QueryNode } from '../query/ast.ts'
import type { Meaning } from '../semantic/meaning.ts'
import { withMeaning } from '../semantic/with-meaning.ts'
import { asking } from './errors.ts'
import { firstPage, type PageDeps } from './first-page.ts'
import { laterPage } from './later-page.ts'
import { respell } from './respell.ts'
import type { Found, FoundHit } from './run-search.ts'

type Deps = PageDeps & { cursors: CursorBook; meaning?: Meaning | undefined }
type SearchDeps = Deps & { definitions: DefinitionBook }

export async function searchPage(deps: SearchDeps, request: SearchRequest): Promise<SearchPage> {
  const { cursors, meaning, extra } = deps
  const engine = {
    run: (asked: SearchRequest, attempt: Attempt) => run(deps, asked, attempt),
    respell: (words: Map<string, string>) => asking(() => respell(deps, words)),
    definitions: (lookup: DefinitionLookup) => asking(() => deps.definitions.of(lookup)),
    papersWith: (stems: string[]) => asking(() => deps.frequencies.current(stems)),
  }
  const meant = withMeaning({ engine, meaning, cursors })
  return answer({ ...engine, ...meant, extra }, request, cursors.read(request))
}

/** One page of what the words find. */
export async function run(
  deps: Deps,
  request: SearchRequest,
  { node, reading, cursor }: Attempt,
): Promise<SearchPage> {
  const marked = request.highlight === true && node.kind !== 'all'
  const asked = { request, node, marked }
  const { found, expansion } = cursor ? await laterPage(deps, asked, cursor) : await firstPage(deps, asked)
  const hits = found.hits.hits.slice(0, request.limit)
  return {
    total: cursor?.total ?? found.hits.total.value,
    hits: hits.map((hit) => hitOf(hit, marked ? node : undefined)),
    nextCursor: nextCursor(deps, { request, found, cursor, expansion, reading }),
    ...(request.facets ? { facets: facetsOf(found) } : {}),
  }
}

type Turned = {
  request: SearchRequest
  found: Found
  cursor: PlaceCursor | undefined
  expansion: Expansion
  reading: QueryReading
}

function nextCursor(
  { cursors }: Deps,
  { request, found, cursor, expansion, reading }: Turned,
): string | null {
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
