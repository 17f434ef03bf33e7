import { AppError, sameSecret } from '@paperboy/service-kit'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Callers, KeyHolder } from '../../http/callers.ts'
import { type OperatorSessions, shortId } from '../../http/operator-sessions.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { networkOf } from '../../subscriptions/network-of.ts'
import type { Site } from '../layout.ts'
import { sendPage } from '../send-page.ts'
import { signInPage } from './sign-in-page.ts'

const hide = { schema: { hide: true } }
const ATTEMPTS = 20
const WINDOW_MS = 10 * 60_000
/** A path of this site and nothing else: "//other.example" and "/\other.example" lead away. */
const OWN_PATH = /^\/operator(?=[/?]|$)/

type Deps = { site: Site; sessions: OperatorSessions; callers: Pick<Callers, 'holderOf'> }

export const signInRoutes: FastifyPluginAsync<Deps> = async (app, { site, sessions, callers }) => {
  const countAttempt = attemptLimit(app)

  app.get('/operator/sign-in', hide, (_request, reply) =>
    sendPage(reply, signInPage(site, { visitor: sessions.welcome(reply), to: '/operator' })),
  )

  app.post('/operator/sign-in', hide, async (request, reply) => {
    const fields = formFields(request.body)
    const to = OWN_PATH.test(fields.one('to')) ? fields.one('to') : '/operator'
    await countAttempt(request)
    const visitor = sessions.visitor(request)
    const holder = await callers.holderOf(fields.one('key'))
    const fault =
      !visitor || !sameSecret(fields.one('csrf'), visitor.csrf)
        ? 'The form stood open too long, or your browser keeps no cookies. Try again.'
        : faultOf(holder)
    if (holder === null || fault !== null) {
      request.log.warn({ ip: request.ip }, 'operator sign-in refused')
      reply.code(401)
      return sendPage(
        reply,
        signInPage(site, { visitor: sessions.welcome(reply), to, ...(fault && { fault }) }),
      )
    }
    const session = await sessions.begin(reply, holder.keyId)
    request.log.info({ operator: shortId(session), key: holder.name, ip: request.ip }, 'operator signed in')
    return reply.redirect(to, 303)
  })

  app.post('/operator/sign-out', hide, async (request, reply) => {
    const session = await sessions.operator(request)
    if (session && sameSecret(formFields(request.body).one('csrf'), session.csrf)) {
      await sessions.end(request, reply)
      request.log.info({ operator: shortId(session) }, 'operator signed out')
    }
    return reply.redirect('/operator/sign-in', 303)
  })
}

function faultOf(holder: KeyHolder | null): string | null {
  if (!holder) return 'This is not the operator key.'
  return holder.scope === 'ingest' ? 'This key only feeds dumps. Sign in with another one.' : null
}

/** Every attempt counts, also the right one and from this machine: a proxy makes everybody local. */
function attemptLimit(app: FastifyInstance): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({
    max: ATTEMPTS,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `sign-in ${networkOf(request.ip)}`,
    allowList: () => false,
  })
  return async (request) => {
    const limit = await count(request)
    if (limit.isAllowed || !limit.isExceeded) return
    const retryAfterSeconds = Math.max(1, limit.ttlInSeconds)
    throw new AppError('RATE_LIMITED', 'Too many attempts to sign in. Try again in some minutes.', {
      retryAfterSeconds,
    })
  }
}
