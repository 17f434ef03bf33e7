import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { SearchLatency } from '@paperboy/contracts'
import type { Minutes } from '@paperboy/database'
import { Type } from 'typebox'
import { errors, ref, strict } from '../http/schemas.ts'
import { readLatency } from '../latency/read-latency.ts'

const Query = Type.Object(
  { span: Type.Union([Type.Literal('hour'), Type.Literal('day')], { default: 'hour' }) },
  strict,
)

type Deps = { minutes: Pick<Minutes, 'searches'>; now: () => Date }

export const latencyRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { minutes, now }) => {
  const schema = {
    operationId: 'getSearchLatency',
    summary: 'How long searches took in the last hour or day, over all gateways',
    description:
      'From the request to the end of the answer, also of answers from memory, in the routes and pages that search. Written once a minute, kept for three days, right to 5 %.',
    tags: ['search'],
    security: [{ operator: [] }],
    querystring: Query,
    response: { 200: ref(SearchLatency), ...errors(400, 401) },
  }
  app.get('/v1/search/latency', { schema }, (request) => readLatency(minutes, request.query.span, now()))
}
