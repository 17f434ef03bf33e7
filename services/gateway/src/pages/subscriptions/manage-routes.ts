import { emailKey } from '@paperboy/contracts'
import type { ManagedSubscriber } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Queue, SubscriptionStore } from '../../deps.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { wakeMailer } from '../../subscriptions/wake-mailer.ts'
import { asTyped, readWantsForm } from '../../subscriptions/wants-form.ts'
import type { Site } from '../layout.ts'
import { sendErrorPage } from '../send-error-page.ts'
import { sendPage } from '../send-page.ts'
import { tokenOf } from './link-routes.ts'
import { erasePage, managePage } from './manage-page.ts'
import { messagePage } from './message-page.ts'
import { whenText } from './when-text.ts'

const hide = { schema: { hide: true } }

type Deps = {
  site: Site
  subscriptions: Pick<SubscriptionStore, 'find' | 'change' | 'unsubscribe' | 'erase' | 'request'>
  queue: Pick<Queue, 'send'>
  now: () => Date
}
type Visit = { request: FastifyRequest; reply: FastifyReply; token: string; subscriber: ManagedSubscriber }

/** The page behind the link that every issue carries. Who has the link may do all of it. */
export const manageRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { site, subscriptions } = deps
  app.setErrorHandler((error, request, reply) => sendErrorPage(site, error, request, reply))

  app.get('/subscription/:token', hide, async (request, reply) => {
    const subscriber = await subscriptions.find(tokenOf(request))
    if (!subscriber) return sendUnknown(site, reply)
    const note = noteOf(formFields(request.query).one('done'), subscriber)
    return sendPage(reply, managePage(site, { subscriber, note }))
  })

  app.post('/subscription/:token', hide, async (request, reply) => {
    const token = tokenOf(request)
    const subscriber = await subscriptions.find(token)
    if (!subscriber) return sendUnknown(site, reply)
    return act(deps, formFields(request.body).one('action'), { request, reply, token, subscriber })
  })
}

async function act(
  { site, subscriptions, ...deps }: Deps,
  action: string,
  visit: Visit,
): Promise<FastifyReply> {
  const { request, reply, token, subscriber } = visit
  const back = (done: string) => reply.redirect(`/subscription/${token}${done && `?done=${done}`}`, 303)
  switch (action) {
    case 'save':
      return save({ site, subscriptions, ...deps }, visit, back)
    case 'unsubscribe':
      await subscriptions.unsubscribe(token)
      return back('left')
    case 'again':
      // By a new confirmation, so that the answer to "who asked for this mail" is always on record.
      await subscriptions.request(subscriber.email, emailKey(subscriber.email), wantsOf(subscriber), 'page')
      await wakeMailer(deps.queue, request.log)
      return reply.redirect('/subscribe/sent', 303)
    case 'erase':
      return sendPage(reply, erasePage(site))
    case 'erase-now':
      await subscriptions.erase(token)
      return sendPage(
        reply,
        messagePage(site, {
          heading: 'All your data is deleted',
          text: 'No more mails come. You are welcome back at any time.',
        }),
      )
    default:
      return back('')
  }
}

async function save(deps: Deps, visit: Visit, back: (done: string) => FastifyReply): Promise<FastifyReply> {
  const { request, reply, token, subscriber } = visit
  try {
    const wants = readWantsForm(request.body, deps.now().toISOString().slice(0, 10))
    await deps.subscriptions.change(token, wants)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'BAD_REQUEST')) throw error
    reply.code(400)
    return sendPage(
      reply,
      managePage(deps.site, {
        subscriber: asTyped(subscriber, request.body),
        fault: `${error.message} Nothing was changed.`,
      }),
    )
  }
  return back('saved')
}

function wantsOf({ topics, timeZone, hour, frequency, weekdays, maxPapers }: ManagedSubscriber) {
  return { topics, timeZone, hour, frequency, weekdays, maxPapers }
}

/** Null also where an old address of this page, or the button of an old mail, says what is true no more. */
function noteOf(done: string, subscriber: ManagedSubscriber): string | null {
  const getsMails = subscriber.state === 'confirmed'
  if (getsMails !== (done !== 'left')) return null
  switch (done) {
    case 'confirmed':
      return `You are subscribed. The papers come ${whenText(subscriber)}. Every mail links to this page.`
    case 'saved':
      return `Saved. The papers come ${whenText(subscriber)}.`
    case 'left':
      return 'You are unsubscribed. No more mails come.'
    default:
      return null
  }
}

function sendUnknown(site: Site, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(404)
  return sendPage(
    reply,
    messagePage(site, {
      heading: 'No subscription belongs to this link',
      text: 'It may have been cut off by a mail program, or all data of the subscription was deleted. Use the link in the newest mail.',
    }),
  )
}
