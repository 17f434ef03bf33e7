import type { FastifyInstance } from 'fastify'
import type { GatewayMetrics } from '../deps.ts'

const QUIET = new Set(['/healthz', '/readyz', '/metrics'])

/** One log line and one observation per request; the route is a pattern, so their number is bounded. */
export function measureRequests(app: FastifyInstance, metrics: Pick<GatewayMetrics, 'request'>): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'none'
    const ms = Math.round(reply.elapsedTime * 10) / 10
    const status = reply.statusCode
    metrics.request({ method, route, status }, reply.elapsedTime)
    const dumpId = (request.params as { dumpId?: string } | undefined)?.dumpId
    const level = QUIET.has(route) ? 'debug' : 'info'
    request.log[level]({ method, route, status, ms, ...(dumpId && { dumpId }) }, 'request')
  })
}
