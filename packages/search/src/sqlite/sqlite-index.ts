import type { SearchPage, SearchRequest } from '@paperboy/contracts'
import { faultOf } from '../check-action.ts'
import { type Cursor, type CursorBook, expired } from '../cursor.ts'
import { effectiveSort, filtersOf } from '../filters.ts'
import type { PaperIndex } from '../paper-index.ts'
import { parseQuery } from '../query/parse.ts'
import { writeValid } from '../write-valid.ts'
import type { Place } from './read.ts'
import type { WorkerClient } from './worker-client.ts'

type Deps = {
  reader: WorkerClient
  writer: WorkerClient
  currentFile(index?: string): string
  cursors: CursorBook
  now: () => number
}

export function sqliteIndex(deps: Deps): PaperIndex {
  const { reader, writer, currentFile } = deps
  return {
    write: (actions, options = {}) =>
      writeValid(actions, faultOf, async (valid) => {
        options.signal?.throwIfAborted()
        return writer.call('write', { file: currentFile(options.index), actions: valid })
      }),
    search: (request) => search(deps, request),
    similar: async (id, limit) => reader.call('similar', { file: currentFile(), id, limit }),
    suggest: async (q, limit) => reader.call('suggest', { file: currentFile(), q, limit }),
    // A committed batch is visible to the next read.
    refresh: async () => undefined,
  }
}

async function search(
  { reader, currentFile, cursors, now }: Deps,
  request: SearchRequest,
): Promise<SearchPage> {
  const cursor = cursors.read(request)
  const { node, notice } = parseQuery(request.q)
  const facets = [...new Set(request.facets ?? [])]
  const read = {
    node,
    facets,
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
  const seen = page.hits.map((hit) => hit.id)
  const nextCursor =
    page.next === null
      ? null
      : page.next === 'first'
        ? cursors.write(request, { kind: 'first', total, seen })
        : cursors.write(request, {
            kind: 'next',
            total,
            seen: [],
            snapshot: page.next.snapshot,
            after: [page.next.offset],
          })
  return {
    total,
    hits: page.hits,
    nextCursor,
    ...(request.facets ? { facets: page.facets } : {}),
    ...(notice === undefined ? {} : { notice }),
  }
}

function placeOf(cursor: Cursor | undefined): Place {
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
