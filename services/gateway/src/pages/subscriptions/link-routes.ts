import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { SubscriptionStore } from '../../deps.ts'
import type { Site } from '../layout.ts'
import { html } from '../markup.ts'
import { sendErrorPage } from '../send-error-page.ts'
import { sendPage } from '../send-page.ts'
import { confirmPage } from './confirm-page.ts'
import { messagePage } from './message-page.ts'
import { subscribeBox } from './subscribe-box.ts'
import { nothingToUnsubscribePage, unsubscribedPage, unsubscribePage } from './unsubscribe-pages.ts'

const hide = { schema: { hide: true } }

type Deps = { site: Site; subscriptions: Pick<SubscriptionStore, 'pending' | 'confirm' | 'unsubscribe'> }

/** The links of mails whose use is one press of a button: looking at them changes nothing. */
export const linkRoutes: FastifyPluginAsync<Deps> = async (app, { site, subscriptions }) => {
  app.setErrorHandler((error, request, reply) => sendErrorPage(site, error, request, reply))
  ignoreBodies(app)

  app.get('/confirm/:token', hide, async (request, reply) => {
    const wants = await subscriptions.pending(tokenOf(request))
    return wants ? sendPage(reply, confirmPage(site, wants)) : sendNoConfirmation(site, reply)
  })
  app.post('/confirm/:token', hide, async (request, reply) => {
    const own = await subscriptions.confirm(tokenOf(request))
    return own ? reply.redirect(`/subscription/${own}?done=confirmed`, 303) : sendNoConfirmation(site, reply)
  })

  app.get('/unsubscribe/:token', hide, (request, reply) =>
    sendPage(reply, unsubscribePage(site, tokenOf(request))),
  )
  // RFC 8058: mail providers send this for their users, without a cookie or a page before. Every link that was ever
  // in a mail is answered by 200: a provider takes anything else for a fault of ours.
  app.post('/unsubscribe/:token', hide, async (request, reply) => {
    const token = tokenOf(request)
    const outcome = await subscriptions.unsubscribe(token)
    if (outcome === 'done') return sendPage(reply, unsubscribedPage(site, token))
    if (outcome === 'unknown') reply.code(404)
    return sendPage(reply, nothingToUnsubscribePage(site))
  })
}

export function tokenOf(request: FastifyRequest): string {
  return (request.params as { token: string }).token
}

/** The link is the whole request: what else is sent, in whatever form, does not matter. */
function ignoreBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null))
  app.addHook('onRequest', async (request) => {
    request.headers['content-type'] = 'application/octet-stream'
  })
}

function sendNoConfirmation(site: Site, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(404)
  return sendPage(
    reply,
    messagePage(site, {
      heading: 'This link does not work any more',
      text: 'A confirmation link works for three days. It may also have been cut off by your mail program. Subscribe again for a new one:',
      more: html`${subscribeBox()}`,
    }),
  )
}
