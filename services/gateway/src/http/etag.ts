import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/** A weak tag, since the same answer may go out in several encodings. */
export function weakTag(content: string | Buffer): string {
  return `W/"${createHash('sha1').update(content).digest('base64url')}"`
}

/**
 * Tags what is read (GET and HEAD, 200, not for streams) and answers 304 to who has it already. A route
 * may set its own tag, where a part of the answer is not worth a new one. Register it before compression.
 */
export function addEtags(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const read = request.method === 'GET' || request.method === 'HEAD'
    if (!read || reply.statusCode !== 200 || reply.getHeader('cache-control') === 'no-store') return payload
    if (!reply.hasHeader('etag')) {
      if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
      reply.header('etag', weakTag(payload))
    }
    if (!matches(request.headers['if-none-match'], String(reply.getHeader('etag')))) return payload
    reply.code(304).removeHeader('content-length').removeHeader('content-type')
    // Fastify's own routes for HEAD measure what they leave out.
    return request.method === 'HEAD' ? '' : null
  })
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const bare = etag.replace(/^W\//, '')
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === bare)
}
