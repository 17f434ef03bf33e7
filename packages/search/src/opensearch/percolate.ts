import type { Client } from '@opensearch-project/opensearch'
import { untilAborted } from './bulk.ts'
import { asking } from './errors.ts'

/** The engine's own bound of one answer (`index.max_result_window`): every query asked about has room in it. */
const QUERIES = 10_000
const TIMEOUT_MS = 60_000

type Deps = { client: Client; index: string; signal: AbortSignal | undefined }
type Found = { hits: { hits: { _id: string; fields: { _percolator_document_slot: number[] } }[] } }

/** For each registered query that finds some of the documents, the places of those in the list. */
export async function percolate(
  { client, index, signal }: Deps,
  ids: string[],
  documents: unknown[],
): Promise<Map<string, number[]>> {
  const matches = new Map<string, number[]>()
  for (let at = 0; at < ids.length; at += QUERIES) {
    signal?.throwIfAborted()
    const wanted = ids.slice(at, at + QUERIES)
    const filter = [{ terms: { _id: wanted } }, { percolate: { field: 'query', documents } }]
    const body = {
      query: { bool: { filter } },
      size: wanted.length,
      sort: ['_doc'],
      track_total_hits: false,
      _source: false,
    }
    const request = () =>
      client.search(
        { index, allow_partial_search_results: false, body: body as never },
        { requestTimeout: TIMEOUT_MS, maxRetries: 0 },
      )
    const response = await asking(() => untilAborted(request(), signal))
    for (const { _id: id, fields } of (response.body as unknown as Found).hits.hits)
      matches.set(id, fields._percolator_document_slot)
  }
  return matches
}
