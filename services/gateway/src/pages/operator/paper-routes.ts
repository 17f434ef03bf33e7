import type { FastifyPluginAsync } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import { sourcesOf } from '../../papers/sources-of.ts'
import { sendPage } from '../send-page.ts'
import type { VisitOf } from './doorkeeper.ts'
import { paperSourcesPage } from './paper-sources-page.ts'

type Deps = Pick<GatewayDeps, 'papers' | 'paperSources'> & { visitOf: VisitOf }

/** What operators see of papers. */
export const paperPages: FastifyPluginAsync<Deps> = async (app, deps) => {
  app.get('/operator/papers/:id/sources', { schema: { hide: true } }, async (request, reply) => {
    const { id } = request.params as { id: string }
    return sendPage(reply, paperSourcesPage(deps.visitOf(request), await sourcesOf(deps, id)))
  })
}
