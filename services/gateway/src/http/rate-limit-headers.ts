import type { FastifyInstance } from 'fastify'

const WINDOW_SECONDS = 60

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers) beside the older headers. */
export function addRateLimitHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    const limit = reply.getHeader('x-ratelimit-limit')
    if (limit === undefined) return
    const remaining = Number(reply.getHeader('x-ratelimit-remaining') ?? 0)
    const reset = Number(reply.getHeader('x-ratelimit-reset') ?? WINDOW_SECONDS)
    reply.header('ratelimit', `"api";r=${remaining};t=${reset}`)
    reply.header('ratelimit-policy', `"api";q=${Number(limit)};w=${WINDOW_SECONDS}`)
  })
}
