import type { SearchHit, SearchPage, SearchRequest } from '@paperboy/contracts'
import type { DefinitionLookup } from '../acronyms/find-alternatives.ts'
import { type Attempt, answer } from '../answer.ts'
import { faultOf } from '../check-action.ts'
import { type CursorBook, expired, type NewCursor, type PlaceCursor, type QueryReading } from '../cursor.ts'
import type { Extra } from '../extras.ts'
import { effectiveSort, filtersOf } from '../filters.ts'
import type { PaperIndex } from '../paper-index.ts'
import type { Meaning } from '../semantic/meaning.ts'
import { similarInMeaning } from '../semantic/similar-in-meaning.ts'
import { withMeaning } from '../semantic/with-meaning.ts'
import { suggest } from '../suggestions.ts'
import { writeValid } from '../write-valid.ts'
import type { Place } from './read.ts'
import type { WorkerClient } from './worker-client.ts'

type Deps = {
  reader: WorkerClient
  writer: WorkerClient
  currentFile(index?: string): string
  cursors: CursorBook
  now: () => number
  meaning: Meaning | undefined
  extra: Extra
}

export function sqliteIndex(deps: Deps): PaperIndex {
  const { reader, writer, currentFile, meaning } = deps
  const like = {
    engine: { run: (request: SearchRequest, attempt: Attempt) => run(deps, request, attempt) },
    meaning,
    similar: (id: string, limit: number) => reader.call('similar', { file: currentFile(), id, limit }),
  }
  return {
    write: (actions, options = {}) =>
      writeValid(actions, faultOf, async (valid) => {
        options.signal?.throwIfAborted()
        return writer.call('write', { file: currentFile(options.index), actions: valid })
      }),
    search: (request) => search(deps, request),
    similar: async (id, limit) => similarInMeaning(like, id, limit),
    suggest: (q, limit) =>
      suggest(
        {
          titles: async (typed) => reader.call('titles', { file: currentFile(), typed }),
          respell: async (words) => reader.call('respell', { file: currentFile(), words }),
        },
        q,
        limit,
      ),
    // A committed batch is visible to the next read.
    refresh: async () => undefined,
  }
}

async function search(deps: Deps, request: SearchRequest): Promise<SearchPage> {
  const { reader, currentFile, cursors, meaning, extra } = deps
  const engine = {
    run: (asked: SearchRequest, attempt: Attempt) => run(deps, asked, attempt),
    respell: (words: Map<string, string>) => reader.call('respell', { file: currentFile(), words }),
    definitions: (lookup: DefinitionLookup) => reader.call('definitions', { file: currentFile(), lookup }),
    papersWith: (stems: string[]) => reader.call('papersWith', { file: currentFile(), stems }),
  }
  const meant = withMeaning({ engine, meaning, cursors })
  return answer({ ...engine, ...meant, extra }, request, cursors.read(request))
}

async function run(
  { reader, currentFile, cursors, now }: Deps,
  request: SearchRequest,
  { node, reading, cursor }: Attempt,
): Promise<SearchPage> {
  const read = {
    node,
    facets: [...new Set(request.facets ?? [])],
    filters: filtersOf(request),
    sort: effectiveSort(node, request.sort),
    limit: request.limit,
    highlight: request.highlight === true && node.kind !== 'all',
    place: placeOf(cursor),
    now: now(),
  }
  const page = await reader.call('page', { file: currentFile(), read })
  if (!page) throw expired()
  const total = cursor?.total ?? page.total
  const kept = { total, ...(Object.keys(reading).length === 0 ? {} : { reading }) }
  return {
    total,
    hits: page.hits,
    nextCursor:
      page.next === null
        ? null
        : cursors.write(request, cursorTo(page.next, seenBy(page.hits, cursor), kept)),
    ...(request.facets ? { facets: page.facets } : {}),
  }
}

function cursorTo(
  next: 'first' | { snapshot: string; offset: number },
  seen: string[],
  kept: { total: number; reading?: QueryReading },
): NewCursor {
  if (next === 'first') return { kind: 'first', ...kept, seen }
  return { kind: 'next', ...kept, seen, snapshot: next.snapshot, after: [next.offset] }
}

/** Of page one, for all pages: papers that were put among those of the words are counted by it. */
const seenBy = (hits: SearchHit[], cursor: PlaceCursor | undefined): string[] =>
  cursor?.seen ?? hits.map((hit) => hit.id)

function placeOf(cursor: PlaceCursor | undefined): Place {
  if (!cursor) return { kind: 'first' }
  if (cursor.kind === 'first') return { kind: 'open', seen: cursor.seen }
  const [offset] = cursor.after
  // A cursor made up by hand could hold anything here.
  return {
    kind: 'next',
    snapshot: cursor.snapshot,
    offset: typeof offset === 'number' && offset >= 0 ? Math.floor(offset) : 0,
  }
}
