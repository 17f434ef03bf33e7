import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { OperatorAct } from '@paperboy/contracts'
import { Type } from 'typebox'
import type { GatewayDeps } from '../deps.ts'
import { Cursor, errors, NextCursor, ref, strict } from '../http/schemas.ts'

const Query = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }), cursor: Type.Optional(Cursor) },
  strict,
)
const Acts = Type.Object({ items: Type.Array(ref(OperatorAct)), nextCursor: NextCursor })

export const actsRoutes: FastifyPluginAsyncTypebox<Pick<GatewayDeps, 'actLog'>> = async (app, { actLog }) => {
  const schema = {
    operationId: 'listActs',
    summary: 'What operators did, newest first: who, what, when',
    tags: ['keys'],
    security: [{ operator: [] }],
    querystring: Query,
    response: { 200: Acts, ...errors(400, 401) },
  }
  app.get('/v1/acts', { schema }, (request) => actLog.list(request.query))
}
