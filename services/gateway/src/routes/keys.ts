import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ApiKey, NewKey } from '@paperboy/contracts'
import type { ApiKeys, SessionStore } from '@paperboy/database'
import { Type } from 'typebox'
import { OPERATOR_KEY_NAME } from '../http/callers.ts'
import type { Operators } from '../http/operators.ts'
import { errors, ref } from '../http/schemas.ts'
import { type KeyDeps, makeKey, revokeKey } from '../keys/change-keys.ts'

const Made = Type.Object({
  key: ref(ApiKey),
  secret: Type.String({ description: 'the key itself: it is shown here and never again' }),
})
const Params = Type.Object({ keyId: Type.String({ minLength: 1, maxLength: 100 }) })
const Ended = Type.Object({ ended: Type.Integer() })

type Deps = KeyDeps & {
  keys: Pick<ApiKeys, 'list'>
  operators: Pick<Operators, 'of'>
  sessionStore: Pick<SessionStore, 'endOthers'>
}

export const keysRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const common = { tags: ['keys'], security: [{ operator: [] }] }

  const list = {
    ...common,
    operationId: 'listKeys',
    summary: 'Keys of operators and clients, those in force first',
    response: { 200: Type.Object({ items: Type.Array(ref(ApiKey)) }), ...errors(401) },
  }
  app.get('/v1/keys', { schema: list }, async () => ({ items: await deps.keys.list() }))

  const create = {
    ...common,
    operationId: 'createKey',
    summary: 'Make a key, with a name, and what it may do',
    body: ref(NewKey),
    response: { 201: Made, ...errors(400, 401, 409, 413, 415) },
  }
  app.post('/v1/keys', { schema: create }, async (request, reply) => {
    const made = await makeKey(deps, request.body, deps.operators.of(request)?.name ?? OPERATOR_KEY_NAME)
    return reply.code(201).header('location', `/v1/keys/${made.key.id}`).send(made)
  })

  const revoke = {
    ...common,
    operationId: 'revokeKey',
    summary: 'End a key, and the sessions that were opened with it',
    params: Params,
    response: { 200: ref(ApiKey), ...errors(400, 401, 404) },
  }
  app.delete('/v1/keys/:keyId', { schema: revoke }, (request) => revokeKey(deps, request.params.keyId))

  const end = {
    ...common,
    operationId: 'endSessions',
    summary: 'Sign out everybody from the pages, on all gateways',
    response: { 200: Ended, ...errors(401) },
  }
  app.delete('/v1/sessions', { schema: end }, async () => ({
    ended: await deps.sessionStore.endOthers(null),
  }))
}
