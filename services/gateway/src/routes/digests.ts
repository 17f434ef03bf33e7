import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Paper } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { DigestReader } from '../deps.ts'
import { Day, errors, ref, strict } from '../http/schemas.ts'

const DigestsQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 1_000 }) },
  strict,
)
const Digests = Type.Object({
  items: Type.Array(Type.Object({ date: Type.String(), papers: Type.Integer() })),
})
const DigestParams = Type.Object({ date: Day('the day, UTC') })
const DigestQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 1_000 }),
    offset: Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 }),
  },
  strict,
)
const Digest = Type.Object({ date: Type.String(), items: Type.Array(ref(Paper)) })

export const digestsRoutes: FastifyPluginAsyncTypebox<{ digests: DigestReader }> = async (
  app,
  { digests },
) => {
  const list = {
    operationId: 'listDigests',
    summary: 'Days that have a digest, newest first',
    tags: ['digests'],
    querystring: DigestsQuery,
    response: { 200: Digests, ...errors(400) },
  }
  app.get('/v1/digests', { schema: list, config: { cached: true } }, async (request) => ({
    items: await digests.list(request.query),
  }))

  const one = {
    operationId: 'getDigest',
    summary: 'The papers of one day: the ranked ones by rank, then the others first seen that day',
    tags: ['digests'],
    params: DigestParams,
    querystring: DigestQuery,
    response: { 200: Digest, ...errors(400, 404) },
  }
  app.get('/v1/digests/:date', { schema: one, config: { cached: true } }, async (request) => {
    const { date } = request.params
    const items = await digests.byDate(date, request.query)
    if (items) return { date, items }
    throw new AppError('NOT_FOUND', `There is no digest of ${date}. See /v1/digests for the days there are.`)
  })
}
