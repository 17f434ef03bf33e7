import { type Dispatcher, fetch, type Response } from 'undici'

const MAX_REDIRECTS = 5
const USER_AGENT = 'Paperboy (a research paper aggregator)'

export type Answer =
  | {
      kind: 'fetched'
      body: AsyncIterable<Uint8Array>
      etag: string | null
      lastModified: string | null
      filename: string | null
    }
  | { kind: 'unchanged' }

/** The source said no; `retryAfterMs` where it said for how long. */
export class SourceRefusal extends Error {
  readonly retryAfterMs: number | null

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message)
    this.name = 'SourceRefusal'
    this.retryAfterMs = retryAfterMs
  }
}

type Known = { etag: string | null; lastModified: string | null }

/** One conditional GET. Redirects are followed here, so that each one is checked like the first address. */
export async function askSource(
  url: string,
  known: Known,
  deps: { dispatcher: Dispatcher; signal: AbortSignal; now: () => Date },
): Promise<Answer> {
  let at = new URL(url)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(at, known, deps)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || response.status === 304 || !location)
      return answerOf(response, at, deps.now())
    await response.body?.cancel()
    at = redirected(at, location)
  }
  throw new SourceRefusal(`It redirects more than ${MAX_REDIRECTS} times.`)
}

async function get(
  url: URL,
  known: Known,
  deps: { dispatcher: Dispatcher; signal: AbortSignal },
): Promise<Response> {
  const headers = {
    'user-agent': USER_AGENT,
    ...(known.etag && { 'if-none-match': known.etag }),
    ...(known.lastModified && { 'if-modified-since': known.lastModified }),
  }
  try {
    return await fetch(url.href, { headers, redirect: 'manual', ...deps })
  } catch (error) {
    // fetch says "fetch failed"; why is in its cause.
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error
  }
}

function redirected(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw new SourceRefusal('It redirects to what is no address.')
  const to = new URL(location, from)
  if (to.protocol !== 'https:' && to.protocol !== from.protocol)
    throw new SourceRefusal(`It redirects to ${to.protocol}, which is less safe than ${from.protocol}`)
  return to
}

async function answerOf(response: Response, at: URL, now: Date): Promise<Answer> {
  const { status, headers } = response
  if (status === 304) return { kind: 'unchanged' }
  if (status === 200 && response.body) {
    const filename = at.pathname.split('/').at(-1)?.slice(0, 255) || null
    const validators = { etag: headers.get('etag'), lastModified: headers.get('last-modified') }
    return { kind: 'fetched', body: response.body, ...validators, filename }
  }
  await response.body?.cancel()
  throw new SourceRefusal(`It answered ${status}.`, retryAfter(headers.get('retry-after'), now))
}

/** Seconds or a date. */
function retryAfter(value: string | null, now: Date): number | null {
  if (!value) return null
  if (/^\d+$/.test(value.trim())) return Number(value) * 1_000
  const until = Date.parse(value)
  return Number.isNaN(until) ? null : Math.max(0, until - now.getTime())
}
