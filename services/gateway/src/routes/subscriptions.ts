import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { SubscriptionRequest } from '@paperboy/contracts'
import { Type } from 'typebox'
import { errors, ref } from '../http/schemas.ts'
import { type TakeDeps, takeRequest } from '../subscriptions/take-request.ts'

const Pending = Type.Object({ status: Type.Literal('pending') })

export const subscriptionsRoutes: FastifyPluginAsyncTypebox<TakeDeps> = async (app, deps) => {
  const schema = {
    operationId: 'createSubscription',
    summary: 'Ask for mails; nothing comes before the link in a confirmation mail was used',
    description:
      'The answer is the same whether or not the address is known. A second confirmation mail does not go out within ten minutes.',
    tags: ['subscriptions'],
    body: ref(SubscriptionRequest),
    response: { 202: Pending, ...errors(400, 413, 415) },
  }
  app.post('/v1/subscriptions', { schema }, async (request, reply) => {
    await takeRequest(deps, request.body, { request, source: 'api' })
    reply.code(202).header('cache-control', 'no-store')
    return { status: 'pending' as const }
  })
}
