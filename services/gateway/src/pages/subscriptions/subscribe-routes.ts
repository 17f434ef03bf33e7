import { parseTimeZone } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Captcha } from '../../deps.ts'
import { isLocal } from '../../http/peer.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { type TakeDeps, takeRequest } from '../../subscriptions/take-request.ts'
import { MAX_QUERY } from '../../subscriptions/wants-form.ts'
import type { Site } from '../layout.ts'
import { sendErrorPage } from '../send-error-page.ts'
import { sendPage } from '../send-page.ts'
import { DEFAULT_HOUR, HONEYPOT } from './subscribe-box.ts'
import { sentPage, subscribePage } from './subscribe-page.ts'

const hide = { schema: { hide: true } }

type Deps = TakeDeps & { site: Site; captcha: Captcha | undefined; hasMailbox: boolean }

/** Subscribing with a form, without a script. */
export const subscribeRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { site, hasMailbox } = deps
  app.setErrorHandler((error, request, reply) => sendErrorPage(site, error, request, reply))

  app.get('/subscribe', hide, (request, reply) =>
    sendPage(reply, subscribePage(site, { topic: topicOf(request) })),
  )

  app.get('/subscribe/sent', hide, (request, reply) => {
    reply.header('cache-control', 'no-store')
    return sendPage(reply, sentPage(site, { mailbox: hasMailbox && isLocal(request) }))
  })

  app.post('/subscribe', hide, async (request, reply) => {
    const fields = formFields(request.body)
    try {
      if (!fields.one(HONEYPOT)) await subscribe(deps, request)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'BAD_REQUEST')) throw error
      const [topic, email] = [topicOf(request), fields.one('email').slice(0, MAX_QUERY)]
      reply.code(400).header('cache-control', 'no-store')
      return sendPage(reply, subscribePage(site, { topic, email, fault: forPeople(error.message) }))
    }
    return reply.redirect('/subscribe/sent', 303)
  })
}

async function subscribe(deps: Deps, request: FastifyRequest): Promise<void> {
  const { body, ip, log } = request
  const fields = formFields(body)
  if (deps.captcha && !(await deps.captcha({ body, ip, log })))
    throw new AppError('BAD_REQUEST', 'We could not see that you are a person. Try again.')
  const hour = fields.one('hour')
  const wanted = {
    email: fields.one('email'),
    query: topicOf(request) || null,
    // What a script says of the browser is a guess: one that is not understood must not stand in the way.
    timeZone: parseTimeZone(fields.one('timeZone')) ?? 'UTC',
    hour: /^([01]?\d|2[0-3])$/.test(hour) ? Number(hour) : DEFAULT_HOUR,
  }
  await takeRequest(deps, wanted, { request, source: 'page' })
}

function topicOf(request: FastifyRequest): string {
  return formFields(request.query).one('q').slice(0, MAX_QUERY)
}

function forPeople(message: string): string {
  return message.replace(/^email is not valid: (.*?)\.?$/, 'This is not one plain email address: $1.')
}
