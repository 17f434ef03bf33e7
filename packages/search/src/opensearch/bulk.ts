import type { Client } from '@opensearch-project/opensearch'
import type { IndexAction, IndexOutcome } from '@paperboy/contracts'
import { definitionsIn, longKey } from '../acronyms/definitions.ts'
import { indexedText } from '../indexed-text.ts'
import { appError, statusOf, unavailable } from './errors.ts'
import { definitionKey } from './known-definitions.ts'

const TIMEOUT_MS = 30_000

type Item = { status: number; error?: { type?: string; reason?: string; caused_by?: { reason?: string } } }
type Options = { alias: string; signal?: AbortSignal | undefined }

/** Writes to an alias (never to a name: OpenSearch would create an index of that name) under external versions. */
export async function bulkWrite(
  client: Client,
  actions: IndexAction[],
  options: Options,
): Promise<IndexOutcome[]> {
  options.signal?.throwIfAborted()
  try {
    const items = await send(client, actions, options)
    return actions.map((action, at) => outcomeOf(action.id, items[at]))
  } catch (error) {
    options.signal?.throwIfAborted()
    const status = statusOf(error)
    // 400 for the whole request is the fault of some action, 413 of their size: halves tell or fit.
    if (status !== 400 && status !== 413) throw appError(error)
    const [only, ...others] = actions
    if (only && others.length === 0)
      return [{ id: only.id, kind: 'rejected', reason: (error as Error).message }]
    const middle = Math.ceil(actions.length / 2)
    return [
      ...(await bulkWrite(client, actions.slice(0, middle), options)),
      ...(await bulkWrite(client, actions.slice(middle), options)),
    ]
  }
}

async function send(
  client: Client,
  actions: IndexAction[],
  { alias, signal }: Options,
): Promise<(Item | undefined)[]> {
  const body = actions.flatMap((action) => [
    { index: { _id: action.id, version: action.version, version_type: 'external' } },
    stored(action),
  ])
  const request = client.bulk(
    { index: alias, require_alias: true, body: body as never, _source: false },
    { requestTimeout: TIMEOUT_MS, maxRetries: 0 },
  )
  const response = await untilAborted(request, signal)
  return response.body.items.map((item) => item.index as Item | undefined)
}

/**
 * Stops waiting, not the request: `abort()` of opensearch-js 3.9 on an answered request raises an exception that
 * nobody can catch. What a request left alone still writes has its version, so it does no harm.
 */
export async function untilAborted<T>(request: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return request
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([request, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function outcomeOf(id: string, item: Item | undefined): IndexOutcome {
  if (!item) return { id, kind: 'retry', reason: 'OpenSearch said nothing about it' }
  const reason = [item.error?.type, item.error?.reason, item.error?.caused_by?.reason]
    .filter(Boolean)
    .join(': ')
  if (item.status < 300) return { id, kind: 'written' }
  if (item.status === 409) return { id, kind: 'stale' }
  if (item.status === 404) throw unavailable(`There is no index to write to (${reason}).`)
  // 403 is a block of the whole index, such as a disk that is almost full: not the action's fault.
  if (item.status === 429 || item.status === 403 || item.status >= 500) return { id, kind: 'retry', reason }
  return { id, kind: 'rejected', reason }
}

/** A deleted paper stays as a tombstone: its version refuses every older put, for ever. */
export function stored(action: IndexAction): Record<string, unknown> {
  if (action.kind === 'delete') return { id: action.id, deleted: true }
  const { id, title, abstract, codeHosts, categories, hasCode, firstSeenAt, publishedAt, month, trending } =
    action.document
  const text = indexedText(action.document)
  const definitions = definitionsIn({ title: title.toWellFormed(), abstract: abstract.toWellFormed() })
  const inAbstract = new Set(text.abstractStems)
  return {
    id,
    deleted: false,
    title: title.toWellFormed(),
    abstract: abstract.toWellFormed(),
    codeHosts,
    categories,
    hasCode,
    firstSeenAt,
    publishedAt,
    month,
    trending,
    text: [...text.titleStems, ...text.abstractStems].join(' '),
    words: {
      title: text.title.join(' '),
      abstract: text.abstract.join(' '),
      authors: text.authors.map((name) => name.join(' ')),
      titleStems: text.titleStems.join(' '),
      bothStems: text.titleStems.filter((word) => inAbstract.has(word)).join(' '),
      ids: text.ids,
      categories: text.categories,
      acronyms: [...new Set(definitions.map(({ short }) => short))],
      longForms: [...new Set(definitions.map(({ long }) => longKey(long.split(' '))))],
      definitions: definitions.map(({ short, long }) => definitionKey(short, long)),
    },
  }
}
