import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NearDuplicate } from '@paperboy/contracts'
import { Type } from 'typebox'
import type { GatewayDeps } from '../deps.ts'
import { Cursor, errors, NextCursor, ref, strict } from '../http/schemas.ts'

const Query = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Cursor),
    dump: Type.Optional(
      Type.String({ maxLength: 128, description: 'only pairs of which one stood in this dump' }),
    ),
  },
  strict,
)
const NearDuplicates = Type.Object({ items: Type.Array(ref(NearDuplicate)), nextCursor: NextCursor })

export const nearDuplicatesRoutes: FastifyPluginAsyncTypebox<Pick<GatewayDeps, 'nearDuplicates'>> = async (
  app,
  deps,
) => {
  const schema = {
    tags: ['papers'],
    security: [{ operator: [] }],
    operationId: 'listNearDuplicates',
    summary:
      'Pairs of papers that may be one: their titles nearly equal each other, and nothing else speaks against it',
    description: 'They are found after a dump is done, and are never merged by themselves.',
    querystring: Query,
    response: { 200: NearDuplicates, ...errors(400, 401) },
  }
  app.get('/v1/papers/near-duplicates', { schema }, (request) => deps.nearDuplicates(request.query))
}
