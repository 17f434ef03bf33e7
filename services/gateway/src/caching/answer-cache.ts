import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The same for every reader, and only as new as papers and index are: it may be answered from memory. */
    cached?: boolean
  }
}

type Answer = { stamp: number; headers: [string, string][]; body: Buffer }
/** Another number after each change of what readers see; null when that cannot be known. */
type Stamp = () => number | null

const MAX_BYTES = 32 * 1024 * 1024
/** Bounds what no change tells of: the age of a cursor in a page, the day in a page's links. */
const MAX_AGE_MS = 30_000
const KEPT_HEADERS = [
  'content-type',
  'content-encoding',
  'etag',
  'last-modified',
  'vary',
  'link',
  'cache-control',
]

/**
 * Keeps answers of the routes with `config: { cached: true }` as they were sent, until something that
 * readers see changes. An answer counts as of the moment its request came, so one that was under way during
 * a change is never used after it. Register it after compression: it keeps the compressed bytes.
 */
export function cacheAnswers(app: FastifyInstance, stamp: Stamp): void {
  const answers = new LRUCache<string, Answer>({
    maxSize: MAX_BYTES,
    // LRUCache takes no size of zero.
    sizeCalculation: ({ body }) => body.length + 1,
    ttl: MAX_AGE_MS,
  })
  const asked = new WeakMap<FastifyRequest, { key: string; stamp: number }>()

  app.addHook('onRequest', async (request, reply) => {
    const now = stamp()
    if (now === null || !isCacheable(request)) return
    const key = keyOf(request)
    const known = answers.get(key)
    if (known?.stamp === now) return sendKnown(reply, known)
    asked.set(request, { key, stamp: now })
  })
  app.addHook('onRoute', (route) => {
    if (!route.config?.cached) return
    const keep = async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
      const place = asked.get(request)
      if (!place || reply.statusCode !== 200) return payload
      const body = await wholeBody(payload)
      if (!body) return payload
      answers.set(place.key, { stamp: place.stamp, headers: keptHeaders(reply), body })
      return body
    }
    route.onSend = [...[route.onSend ?? []].flat(), keep]
  })
}

/** Who shows a key or a cookie may be shown something else than others. */
function isCacheable({ method, headers, routeOptions }: FastifyRequest): boolean {
  return (
    method === 'GET' &&
    routeOptions.config.cached === true &&
    headers.authorization === undefined &&
    headers.cookie === undefined &&
    // Routes with a date of their own look at it where there is no tag.
    (headers['if-modified-since'] === undefined || headers['if-none-match'] !== undefined) &&
    headers['x-no-compression'] === undefined
  )
}

/** All that an answer depends on: links begin with the host where there is no PUBLIC_URL. */
function keyOf({ protocol, host, url, headers }: FastifyRequest): string {
  return JSON.stringify([protocol, host, url, headers.accept, headers['accept-encoding']])
}

function sendKnown(reply: FastifyReply, { headers, body }: Answer): FastifyReply {
  for (const [name, value] of headers) reply.header(name, value)
  return reply.send(body)
}

async function wholeBody(payload: unknown): Promise<Buffer | null> {
  if (typeof payload === 'string') return Buffer.from(payload)
  if (Buffer.isBuffer(payload)) return payload
  return payload instanceof Readable ? await buffer(payload) : null
}

function keptHeaders(reply: FastifyReply): [string, string][] {
  return KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name)
    return value === undefined ? [] : [[name, String(value)] as [string, string]]
  })
}
