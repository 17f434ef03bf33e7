import { KEY_NAME_RULE, type KeyScope, NewKey } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import type { GatewayDeps } from '../../deps.ts'
import type { KeyRing } from '../../http/key-ring.ts'
import { makeKey } from '../../keys/change-keys.ts'
import { type FormFields, formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import type { VisitOf } from './doorkeeper.ts'
import { keysPage, type TypedKey } from './keys-page.ts'
import { logPage } from './log-page.ts'

const hide = { schema: { hide: true } }
const ACTS = 50

type Deps = Pick<GatewayDeps, 'keys' | 'sessionStore' | 'actLog'> & {
  ring: Pick<KeyRing, 'forget'>
  visitOf: VisitOf
}

/** Who may do what, and what was done. */
export const keyPages: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { keys, sessionStore, actLog, visitOf } = deps
  const page = async (
    request: FastifyRequest,
    more: Omit<Parameters<typeof keysPage>[1], 'keys' | 'sessions'>,
  ) => {
    const [all, sessions] = await Promise.all([keys.list(), sessionStore.list()])
    return keysPage(visitOf(request), { keys: all, sessions, ...more })
  }

  app.get('/operator/keys', hide, async (request, reply) => sendPage(reply, await page(request, {})))

  app.post('/operator/keys', hide, async (request, reply) => {
    const typed = typedKey(formFields(request.body))
    try {
      const made = await makeKey(deps, newKeyOf(typed), visitOf(request).who)
      return sendPage(reply, await page(request, { made }))
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      reply.code(error.status)
      return sendPage(reply, await page(request, { typed, fault: error.message }))
    }
  })

  app.get('/operator/log', hide, async (request, reply) => {
    const cursor = formFields(request.query).one('cursor')
    const list = await actLog.list({ limit: ACTS, ...(cursor && { cursor }) })
    return sendPage(reply, logPage(visitOf(request), { list, cursor }))
  })
}

function typedKey({ one }: FormFields): TypedKey {
  return { name: one('name'), scope: one('scope'), perMinute: one('perMinute') }
}

function newKeyOf({ name, scope, perMinute }: TypedKey): NewKey {
  const key = { name, scope: scope as KeyScope, ...(perMinute !== '' && { perMinute: Number(perMinute) }) }
  if (Value.Check(NewKey, key)) return key
  if (!Value.Check(NewKey.properties.name, name))
    throw new AppError('BAD_REQUEST', `The name is not valid: ${KEY_NAME_RULE}.`)
  throw new AppError('BAD_REQUEST', 'Choose what it may do; the requests a minute are a whole number from 1.')
}
