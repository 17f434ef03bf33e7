import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { PaperSources } from '@paperboy/contracts'
import { Type } from 'typebox'
import type { GatewayDeps } from '../deps.ts'
import { errors, ref } from '../http/schemas.ts'
import { sourcesOf } from '../papers/sources-of.ts'

const params = Type.Object({
  id: Type.String({
    description: 'own id, arXiv id with or without version, or DOI; slashes are encoded here',
    examples: ['2411.01234'],
  }),
})

export const paperSourcesRoutes: FastifyPluginAsyncTypebox<
  Pick<GatewayDeps, 'papers' | 'paperSources'>
> = async (app, deps) => {
  const schema = {
    tags: ['papers'],
    security: [{ operator: [] }],
    operationId: 'getPaperSources',
    summary: 'Which records said what a paper shows, and in which dumps they stood',
    description: 'For operators: the names of files and what an operator fed are nobody else’s to know.',
    params,
    response: { 200: ref(PaperSources), ...errors(401, 404, 410) },
  }
  app.get('/v1/papers/:id/sources', { schema }, (request) => sourcesOf(deps, request.params.id))
}
