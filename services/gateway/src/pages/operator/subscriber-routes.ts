import { SubscriberState } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import type { GatewayDeps } from '../../deps.ts'
import { importCsv } from '../../subscribers/import-csv.ts'
import { type FormFields, formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import type { CheckForm, VisitOf } from './doorkeeper.ts'
import { fileOf } from './form-parts.ts'
import { type Asked, subscribersPage } from './subscribers-page.ts'

const hide = { schema: { hide: true } }
const A_PAGE = 50
const MAX_QUERY = 254
const MAX_IMPORT_BYTES = 10 * 1024 * 1024
const IMPORT_MS = 10 * 60_000

type Deps = Pick<GatewayDeps, 'mail' | 'now'> & { visitOf: VisitOf; checkForm: CheckForm }

export const subscriberPages: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { mail, visitOf, checkForm, now = () => new Date() } = deps
  const listOf = async ({ q, state, cursor }: Asked) => ({
    list: await mail.subscribers({
      ...{ limit: A_PAGE, ...(cursor && { cursor }) },
      ...{ ...(q && { q }), ...(state !== '' && { state }) },
    }),
    asked: { q, state, cursor },
  })

  app.get('/operator/subscribers', hide, async (request, reply) => {
    const list = await listOf(askedOf(formFields(request.query)))
    return sendPage(reply, subscribersPage(visitOf(request), list))
  })

  const limits = { bodyLimit: MAX_IMPORT_BYTES, handlerTimeout: IMPORT_MS }
  app.post('/operator/subscribers', { ...hide, ...limits }, async (request, reply) => {
    const visit = visitOf(request)
    try {
      const report = await importCsv({ mail, now }, await bytesOf(request, checkForm))
      return sendPage(reply, subscribersPage(visit, { ...(await listOf(everybody)), report }))
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error
      reply.code(error.status)
      return sendPage(reply, subscribersPage(visit, { ...(await listOf(everybody)), fault: error.message }))
    }
  })
}

const everybody: Asked = { q: '', state: '', cursor: '' }

function askedOf({ one }: FormFields): Asked {
  const state = one('state')
  return {
    ...{ q: one('q').slice(0, MAX_QUERY), cursor: one('cursor') },
    state: Value.Check(SubscriberState, state) ? state : '',
  }
}

async function bytesOf(request: FastifyRequest, checkForm: CheckForm): Promise<Buffer> {
  const { file } = await fileOf(request, { maxBytes: MAX_IMPORT_BYTES, checkForm })
  return Buffer.concat(await Array.fromAsync(file.bytes))
}
