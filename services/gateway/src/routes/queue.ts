import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type JobName, jobNames } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { GatewayDeps, Queue } from '../deps.ts'
import { errors, strict } from '../http/schemas.ts'

const Name = Type.Unsafe<JobName>(Type.Union(jobNames.map((name) => Type.Literal(name))))
const Depth = Type.Object({
  name: Name,
  waiting: Type.Integer(),
  active: Type.Integer(),
  delayed: Type.Integer(),
  failed: Type.Integer({ description: 'failed for good: see /v1/queue/dead' }),
  oldestWaitingMs: Type.Union([Type.Number(), Type.Null()]),
})
const DeadJob = Type.Object({
  name: Name,
  id: Type.String(),
  payload: Type.Unknown(),
  reason: Type.String(),
  attempts: Type.Integer(),
  failedAt: Type.String(),
})
const DeadQuery = Type.Object(
  { name: Type.Optional(Name), limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }) },
  strict,
)
const RetryQuery = Type.Object(
  {
    name: Type.Optional(Name),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'one job; needs name' })),
  },
  strict,
)

type Deps = { queue: Pick<Queue, 'depths' | 'dead' | 'retryDead'> } & Pick<GatewayDeps, 'requeue' | 'reindex'>

export const queueRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { queue, requeue, reindex }) => {
  const common = { tags: ['queue'], security: [{ operator: [] }] }
  const fail = errors(400, 401)

  const depths = {
    ...common,
    operationId: 'getQueue',
    summary: 'Jobs by name and state',
    response: { 200: Type.Object({ items: Type.Array(Depth) }), ...fail },
  }
  app.get('/v1/queue', { schema: depths }, async () => {
    const all = await queue.depths()
    return { items: jobNames.map((name) => ({ name, ...all[name] })) }
  })

  const dead = {
    ...common,
    operationId: 'listDeadJobs',
    summary: 'Jobs that failed for good, newest first',
    querystring: DeadQuery,
    response: { 200: Type.Object({ items: Type.Array(DeadJob) }), ...fail },
  }
  app.get('/v1/queue/dead', { schema: dead }, async (request) => {
    const jobs = await queue.dead(request.query)
    return { items: jobs.map((job) => ({ ...job, failedAt: job.failedAt.toISOString() })) }
  })

  const retry = {
    ...common,
    operationId: 'retryDeadJobs',
    summary: 'Try dead jobs again: all, those of one name, or one',
    querystring: RetryQuery,
    response: { 202: Type.Object({ retried: Type.Integer() }), ...fail },
  }
  app.post('/v1/queue/dead/retry', { schema: retry }, async (request, reply) => {
    const { name, id } = request.query
    if (id && !name)
      throw new AppError('BAD_REQUEST', 'name is missing: an id counts within the jobs of one name.')
    let retried = 0
    for (const each of name ? [name] : jobNames) retried += await queue.retryDead(each, id)
    reply.code(202)
    return { retried }
  })

  const again = {
    ...common,
    operationId: 'requeue',
    summary: 'Announce all outstanding work again, for instance after the queue was lost',
    response: { 202: Type.Object({ announced: Type.Integer() }), ...fail },
  }
  app.post('/v1/queue/requeue', { schema: again }, async (_request, reply) => {
    reply.code(202)
    return requeue()
  })

  const rebuild = {
    ...common,
    tags: ['search'],
    operationId: 'reindex',
    summary: 'Build a new search index and switch to it, without a gap for readers',
    response: { 202: Type.Object({ status: Type.Literal('accepted') }), ...fail },
  }
  app.post('/v1/search/reindex', { schema: rebuild }, async (_request, reply) => {
    await reindex()
    reply.code(202)
    return { status: 'accepted' as const }
  })
}
