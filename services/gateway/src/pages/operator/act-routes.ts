import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync } from 'fastify'
import { formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import { type ActDeps, operatorActs } from './acts.ts'
import { confirmActPage } from './confirm-page.ts'
import type { VisitOf } from './doorkeeper.ts'

const MAX_ID = 300

type Deps = ActDeps & { visitOf: VisitOf }

/** What an operator has done: asked first, done when the answer is yes, and logged. */
export const actRoutes: FastifyPluginAsync<Deps> = async (app, { visitOf, ...deps }) => {
  const acts = operatorActs(deps)

  app.post('/operator/acts/:act', { schema: { hide: true } }, async (request, reply) => {
    const { act: name } = request.params as { act: string }
    const act = acts.get(name)
    if (!act) throw new AppError('NOT_FOUND', 'There is nothing of this name to be done.')
    const fields = formFields(request.body)
    const id = fields.one('id').slice(0, MAX_ID)
    const visit = visitOf(request)
    if (fields.one('sure') !== 'yes') {
      const { question, room } = act
      const about = (await act.nameOf?.(id)) ?? null
      return sendPage(
        reply,
        confirmActPage(visit, { act: name, id, about, question, room, back: act.back(id) }),
      )
    }
    const { to, done } = await act.run(id, request.log, visit.session)
    return reply.redirect(`${to}${to.includes('?') ? '&' : '?'}done=${done}`, 303)
  })
}
