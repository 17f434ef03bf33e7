import { readAnswer } from './read-answer.ts'

export type EmbeddingsSettings = {
  /** Of the server: `http://host:port`, `…/v1` or `…/v1/embeddings`. */
  url: string
  model: string
  key?: string | undefined
  /** What some models want before a query, and before a text that is searched. */
  queryPrefix?: string | undefined
  textPrefix?: string | undefined
}

export type EmbeddingsAnswer =
  /** One for each text, in their order. */
  | { kind: 'vectors'; vectors: Float32Array[] }
  /** It does not answer now, or asks for fewer requests. */
  | { kind: 'away'; reason: string; retryAfterMs?: number }
  /** It does not take these texts: another division of them may help. */
  | { kind: 'refused'; reason: string }
  /** It answered what are no vectors of these texts. */
  | { kind: 'garbage'; reason: string }

export type Embeddings = {
  /** Of all that makes vectors comparable: those of another name are made anew. */
  model: string
  ofTexts(texts: string[], options: AskOptions): Promise<EmbeddingsAnswer>
  ofQuery(text: string, options: AskOptions): Promise<EmbeddingsAnswer>
}
type AskOptions = { timeoutMs: number; signal?: AbortSignal }

/** About 2,000 words, which is more than most models read; servers refuse longer texts than they read. */
const MAX_TEXT_LENGTH = 8_000
const MAX_RETRY_AFTER_S = 3_600

/** A server that speaks OpenAI's `/v1/embeddings`. Never throws, except when it is aborted. */
export function openEmbeddings(settings: EmbeddingsSettings): Embeddings {
  const { queryPrefix = '', textPrefix = '' } = settings
  return {
    model: textPrefix === '' ? settings.model : JSON.stringify([settings.model, textPrefix]),
    ofTexts: (texts, options) => ask(settings, texts.map(cut(textPrefix)), options),
    ofQuery: (text, options) => ask(settings, [cut(queryPrefix)(text)], options),
  }
}

/** A prefix is given without its space, which an environment would lose. */
const cut =
  (prefix: string) =>
  (text: string): string =>
    `${prefix.trimEnd()} ${text}`.trimStart().slice(0, MAX_TEXT_LENGTH).toWellFormed()

async function ask(
  { url, model, key }: EmbeddingsSettings,
  input: string[],
  { timeoutMs, signal }: AskOptions,
): Promise<EmbeddingsAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(endpoint(url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, input }),
      // The time is for the whole answer, its body too.
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    if (response.ok) return readAnswer(await response.text(), input.length)
    await response.body?.cancel()
    return refusal(response)
  } catch (error) {
    signal?.throwIfAborted()
    const reason = timeout.aborted ? `no answer within ${timeoutMs} ms` : 'no connection'
    return { kind: 'away', reason: withCause(reason, error) }
  }
}

/** `http://host` and `http://host/v1` are completed. */
function endpoint(url: string): URL {
  const address = new URL(url)
  const path = address.pathname.replace(/\/+$/, '')
  if (!path.endsWith('/embeddings')) address.pathname = `${path === '' ? '/v1' : path}/embeddings`
  return address
}

/** Of a request that a wrong key or a wrong address refuses, no part would be taken either. */
function refusal({ status, headers }: Response): EmbeddingsAnswer {
  const reason = `it answered ${status}`
  if (status === 400 || status === 413 || status === 422) return { kind: 'refused', reason }
  const retryAfterMs = retryAfter(headers.get('retry-after'))
  return { kind: 'away', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** Seconds or a date. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_S) * 1_000
}

/** A code says enough; a message might repeat what was sent. */
function withCause(reason: string, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return code === '' ? reason : `${reason} (${code})`
}
