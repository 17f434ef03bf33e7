import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import { saveSource, sourceNamed } from '../../sources/change-sources.ts'
import { withoutSecrets } from '../../sources/without-secrets.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import type { VisitOf } from './doorkeeper.ts'
import { configOf, textOf, typedSource } from './source-form.ts'
import { sourcePage, sourcesPage } from './sources-page.ts'

const hide = { schema: { hide: true } }

type Deps = Pick<GatewayDeps, 'sources' | 'settings' | 'now'> & { visitOf: VisitOf }

export const sourcePages: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { sources, visitOf, now = () => new Date() } = deps
  const { formats } = deps.settings

  app.get('/operator/sources', hide, async (request, reply) => {
    const visit = visitOf(request)
    const items = await sources.list()
    return sendPage(
      reply,
      sourcesPage(visit, { items: visit.mayAct ? items : items.map(withoutSecrets), formats }),
    )
  })

  app.get('/operator/sources/:name', hide, async (request, reply) => {
    const { name } = request.params as { name: string }
    const visit = visitOf(request)
    const found = await sourceNamed(sources, name)
    const source = visit.mayAct ? found : withoutSecrets(found)
    return sendPage(reply, sourcePage(visit, { source, formats, typed: textOf(source) }))
  })

  app.post('/operator/sources', hide, async (request, reply) => {
    const visit = visitOf(request)
    const typed = typedSource(formFields(request.body))
    try {
      const { source } = await saveSource({ sources, formats, now }, configOf(typed))
      return reply.redirect(`/operator/sources/${source.name}?done=saved`, 303)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      reply.code(error.status)
      const items = await sources.list()
      const fault = error.message
      const source = items.find(({ name }) => name === typed.name)
      if (source) return sendPage(reply, sourcePage(visit, { source, formats, typed, fault }))
      return sendPage(reply, sourcesPage(visit, { items, formats, typed, fault }))
    }
  })
}
