import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Checks, checkReadiness, oneAtATime } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { GatewayMetrics } from '../deps.ts'
import type { Operators } from '../http/operators.ts'
import { isLocal } from '../http/peer.ts'
import { errors, textAnswer } from '../http/schemas.ts'

const Alive = Type.Object({ status: Type.Literal('ok') })
const Ready = Type.Object({ status: Type.Literal('ready') })
const NotReady = Type.Object({
  code: Type.Literal('UNAVAILABLE'),
  message: Type.String(),
  requestId: Type.String(),
  status: Type.Literal('unavailable'),
  missing: Type.Array(Type.String(), { description: 'database, queue, search' }),
})

type Deps = { checks: Checks; metrics: GatewayMetrics; operators: Operators }

export const healthRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { metrics, operators, ...deps }) => {
  const checks = oneAtATime(deps.checks)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  const tags = ['health']

  const alive = { operationId: 'healthz', summary: 'The process lives', tags, response: { 200: Alive } }
  app.get('/healthz', { schema: alive }, async () => ({ status: 'ok' as const }))

  const ready = {
    operationId: 'readyz',
    summary: 'All that the service needs is there',
    tags,
    response: { 200: Ready, 503: NotReady },
  }
  app.get('/readyz', { schema: ready }, async (request, reply) => {
    const readiness = await checkReadiness(checks)
    if (readiness.ready) return { status: 'ready' as const }
    const { missing, reasons } = readiness
    request.log.warn({ missing, reasons }, 'not ready')
    const message = `Not ready: ${missing.join(', ')} missing. Try again in a few seconds.`
    reply.code(503).header('retry-after', '5')
    return {
      code: 'UNAVAILABLE' as const,
      message,
      requestId: request.id,
      status: 'unavailable' as const,
      missing,
    }
  })

  const measures = {
    operationId: 'metrics',
    summary: 'Measures for Prometheus; from elsewhere than the machine itself with the operator key',
    tags,
    security: [{}, { operator: [] }],
    response: { 200: textAnswer('text/plain', 'Prometheus text format'), ...errors(401) },
  }
  app.get('/metrics', { schema: measures }, async (request, reply) => {
    if (!isLocal(request)) await operators.require(request, reply)
    reply.type(metrics.contentType).serializer(String)
    return metrics.text()
  })
}
