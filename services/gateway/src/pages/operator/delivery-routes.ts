import type { FastifyPluginAsync } from 'fastify'
import { reportOf } from '../../deliveries/report-of.ts'
import type { GatewayDeps } from '../../deps.ts'
import { isCalendarDay } from '../../http/calendar-day.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import { deliveriesPage } from './deliveries-page.ts'
import type { VisitOf } from './doorkeeper.ts'

const A_PAGE = 100

type Deps = Pick<GatewayDeps, 'mail' | 'deliveryReasons' | 'now'> & { visitOf: VisitOf }

export const deliveryPages: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { mail, deliveryReasons, visitOf, now = () => new Date() } = deps

  app.get('/operator/deliveries', { schema: { hide: true } }, async (request, reply) => {
    const fields = formFields(request.query)
    const asked = fields.one('date')
    const date = isCalendarDay(asked) ? asked : now().toISOString().slice(0, 10)
    const cursor = fields.one('cursor')
    const asking = fields.one('request')
    const [states, reasons, list, sending] = await Promise.all([
      mail.report(date),
      deliveryReasons(date),
      mail.issues(date, { limit: A_PAGE, ...(cursor && { cursor }) }),
      asking ? mail.sendRequest(asking) : null,
    ])
    const report = reportOf(date, states, reasons)
    const visit = visitOf(request)
    // The line about the request says more than the note that it was made.
    const seen = sending ? { ...visit, note: null } : visit
    return sendPage(reply, deliveriesPage(seen, { date, report, list, cursor, sending }))
  })
}
