import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import { shortId } from '../../http/operator-sessions.ts'
import { importCsv } from '../../subscribers/import-csv.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import type { CheckForm, VisitOf } from './doorkeeper.ts'
import { fileOf } from './form-parts.ts'
import { subscribersPage } from './subscribers-page.ts'

const hide = { schema: { hide: true } }
const A_PAGE = 50
const MAX_IMPORT_BYTES = 10 * 1024 * 1024
const IMPORT_MS = 10 * 60_000

type Deps = Pick<GatewayDeps, 'mail' | 'now'> & { visitOf: VisitOf; checkForm: CheckForm }

export const subscriberPages: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { mail, visitOf, checkForm, now = () => new Date() } = deps
  const listOf = async (cursor: string) => ({
    list: await mail.subscribers({ limit: A_PAGE, ...(cursor && { cursor }) }),
    cursor,
  })

  app.get('/operator/subscribers', hide, async (request, reply) => {
    const list = await listOf(formFields(request.query).one('cursor'))
    return sendPage(reply, subscribersPage(visitOf(request), list))
  })

  const limits = { bodyLimit: MAX_IMPORT_BYTES, handlerTimeout: IMPORT_MS }
  app.post('/operator/subscribers', { ...hide, ...limits }, async (request, reply) => {
    const visit = visitOf(request)
    try {
      const report = await importCsv({ mail, now }, await bytesOf(request, checkForm))
      const { imported, skipped, failed } = report
      request.log.warn(
        { operator: shortId(visit.session), imported, skipped, failed },
        'operator imported subscribers',
      )
      return sendPage(reply, subscribersPage(visit, { ...(await listOf('')), report }))
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error
      reply.code(error.status)
      return sendPage(reply, subscribersPage(visit, { ...(await listOf('')), fault: error.message }))
    }
  })
}

async function bytesOf(request: FastifyRequest, checkForm: CheckForm): Promise<Buffer> {
  const { file } = await fileOf(request, { maxBytes: MAX_IMPORT_BYTES, checkForm })
  return Buffer.concat(await Array.fromAsync(file.bytes))
}
