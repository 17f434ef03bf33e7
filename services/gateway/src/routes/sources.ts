import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Source, SourceConfig } from '@paperboy/contracts'
import { Type } from 'typebox'
import type { Operators } from '../http/operators.ts'
import { errors, ref } from '../http/schemas.ts'
import {
  removeSource,
  type SourceDeps,
  type SourceStep,
  saveSource,
  stepSource,
} from '../sources/change-sources.ts'
import { withoutSecrets } from '../sources/without-secrets.ts'

const Sources = Type.Object({ items: Type.Array(ref(Source)) })
const Params = Type.Object({ name: SourceConfig.properties.name })
const Settings = Type.Omit(SourceConfig, ['name'], { additionalProperties: false })

const steps: { step: SourceStep; operationId: string; summary: string }[] = [
  { step: 'pause', operationId: 'pauseSource', summary: 'Poll a source no more, until it is resumed' },
  { step: 'resume', operationId: 'resumeSource', summary: 'Let a paused source go on' },
  { step: 'poll', operationId: 'pollSource', summary: 'Poll a source now; see its outcome in a while' },
]

type Deps = SourceDeps & { operators: Pick<Operators, 'of'> }

export const sourcesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const common = { tags: ['dumps'], security: [{ operator: [] }] }

  const list = {
    ...common,
    operationId: 'listSources',
    summary: 'Sources that are polled on a schedule, and how they go',
    description: 'The query of an address is left out for a key that may only look: it may hold a secret.',
    response: { 200: Sources, ...errors(401) },
  }
  app.get('/v1/sources', { schema: list }, async (request) => {
    const items = await deps.sources.list()
    return { items: deps.operators.of(request)?.scope === 'all' ? items : items.map(withoutSecrets) }
  })

  const save = {
    ...common,
    operationId: 'saveSource',
    summary: 'Add a source, or change the one of this name',
    description: 'A new one is polled at once. One with another address than before begins anew.',
    params: Params,
    body: Settings,
    response: { 200: ref(Source), 201: ref(Source), ...errors(400, 401, 409, 413, 415) },
  }
  app.put('/v1/sources/:name', { schema: save }, async (request, reply) => {
    const { source, created } = await saveSource(deps, { ...request.body, name: request.params.name })
    return reply.code(created ? 201 : 200).send(source)
  })

  const remove = {
    ...common,
    operationId: 'removeSource',
    summary: 'Remove a source; its dumps stay',
    params: Params,
    response: { 204: Type.Null({ description: 'It is removed.' }), ...errors(400, 401, 404, 409) },
  }
  app.delete('/v1/sources/:name', { schema: remove }, async (request, reply) => {
    await removeSource(deps, request.params.name)
    return reply.code(204).send(null)
  })

  for (const { step, operationId, summary } of steps) {
    const response = { 200: ref(Source), ...errors(400, 401, 404, 409) }
    const schema = { ...common, operationId, summary, params: Params, response }
    app.post(`/v1/sources/:name/${step}`, { schema }, (request) =>
      stepSource(deps, request.params.name, step),
    )
  }
}
