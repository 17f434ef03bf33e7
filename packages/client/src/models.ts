import type { components, paths } from './rest-api.ts'

type Schemas = components['schemas']

export type Paper = Schemas['Paper']
export type Dump = Schemas['Dump']
export type DryRun = Schemas['DryRun']
export type ErrorBody = Schemas['ErrorBody']
/** All but the address has a default. */
export type SubscriptionRequest = Pick<Schemas['SubscriptionRequest'], 'email'> &
  Partial<Schemas['SubscriptionRequest']>

export type SearchQuery = NonNullable<paths['/v1/papers']['get']['parameters']['query']>
export type ExportQuery = NonNullable<paths['/v1/papers.jsonl']['get']['parameters']['query']>
export type PageQuery = { limit?: number; cursor?: string }
export type CallOptions = {
  /** Ends the call: it throws the reason of the signal, usually an AbortError or a TimeoutError. */
  signal?: AbortSignal
}

type Responses<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { responses: infer R }
  ? R
  : never
/** What a route answers with that status. */
export type Answer<
  P extends keyof paths,
  M extends keyof paths[P],
  S extends keyof Responses<P, M>,
> = Responses<P, M>[S] extends { content: { 'application/json': infer T } } ? T : never

export type SearchPage = Answer<'/v1/papers', 'get', 200>
export type Papers = Answer<'/v1/papers/{id}/similar', 'get', 200>
export type Suggestions = Answer<'/v1/suggest', 'get', 200>
export type Digests = Answer<'/v1/digests', 'get', 200>
export type Digest = Answer<'/v1/digests/{date}', 'get', 200>
export type Dumps = Answer<'/v1/dumps', 'get', 200>
export type Rejects = Answer<'/v1/dumps/{dumpId}/rejects', 'get', 200>
export type NearDuplicatesQuery = PageQuery & { dump?: string }
export type NearDuplicates = Answer<'/v1/papers/near-duplicates', 'get', 200>
export type PaperSources = Answer<'/v1/papers/{id}/sources', 'get', 200>
export type DumpReport = Answer<'/v1/dumps/{dumpId}/report', 'get', 200>
export type Accepted = Answer<'/v1/search/reindex', 'post', 202>
export type Requeued = Answer<'/v1/queue/requeue', 'post', 202>
export type Sent = Answer<'/v1/digests/{date}/send', 'post', 200>
export type Preview = Answer<'/v1/digests/{date}/preview', 'get', 200>
export type Subscribers = Answer<'/v1/subscribers', 'get', 200>
export type Subscribed = Answer<'/v1/subscriptions', 'post', 202>
