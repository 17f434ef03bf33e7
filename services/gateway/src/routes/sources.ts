import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Source } from '@paperboy/contracts'
import { Type } from 'typebox'
import type { GatewayDeps } from '../deps.ts'
import { errors, ref } from '../http/schemas.ts'

const Sources = Type.Object({ items: Type.Array(ref(Source)) })

export const sourcesRoutes: FastifyPluginAsyncTypebox<Pick<GatewayDeps, 'sources'>> = async (
  app,
  { sources },
) => {
  const schema = {
    operationId: 'listSources',
    summary: 'Sources that are polled on a schedule, and how they go',
    tags: ['dumps'],
    security: [{ operator: [] }],
    response: { 200: Sources, ...errors(401) },
  }
  app.get('/v1/sources', { schema }, async () => ({ items: await sources() }))
}
