import { type Client, errors } from '@opensearch-project/opensearch'
import type { Clause } from './match-query.ts'

export const SEARCH_TIMEOUT_MS = 2_000

export type Found = {
  pit_id?: string
  hits: { total: { value: number }; hits: FoundHit[] }
  suggest?: Record<string, { text: string; options: { text: string; freq: number }[] }[]>
  aggregations?: Record<string, { buckets: { key: string; doc_count: number }[] }>
}
export type FoundHit = {
  _id: string
  _score: number | null
  sort: (string | number | null)[]
  _source?: { title?: string; abstract?: string; text?: string }
  fields?: { title?: string[] }
}
/** Runs a search in the time a reader waits. Part of an answer is none. */
export async function runSearch(client: Client, body: Clause, index?: string): Promise<Found> {
  const response = await client.search(
    // A point in time names its index itself, and takes neither this parameter.
    { ...(index === undefined ? {} : { index }), allow_partial_search_results: false, body: body as never },
    { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
  )
  return response.body as unknown as Found
}

/** Searches in one request, which saves the ways there and back; fails where one of them does. */
export async function runSearches<const Bodies extends Clause[]>(
  client: Client,
  bodies: Bodies,
  index: string,
): Promise<{ [At in keyof Bodies]: Found }> {
  const header = { index, allow_partial_search_results: false }
  const response = await client.msearch(
    { body: bodies.flatMap((body) => [header, body]) as never },
    { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
  )
  const { responses } = response.body as unknown as { responses: (Found & Fault)[] }
  for (const { status, error } of responses) {
    if (error) throw new errors.ResponseError({ ...response, statusCode: status, body: { error } } as never)
  }
  return responses as { [At in keyof Bodies]: Found }
}

type Fault = { status: number; error?: unknown }
