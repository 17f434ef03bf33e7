import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { attachment } from '../../dumps/content-disposition.ts'
import type { Operators } from '../../http/operators.ts'
import { isLocal } from '../../http/peer.ts'
import type { MailFolder, StoredMail } from '../../mailbox/mail-folder.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import type { Site } from '../layout.ts'
import { sendErrorPage } from '../send-error-page.ts'
import { sendPage } from '../send-page.ts'
import { MAILS_A_PAGE, mailPage, mailsPage } from './mailbox-pages.ts'

const hide = { schema: { hide: true } }
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation'
/** A mail styles itself, asks nothing of anybody and runs nothing. */
const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox ${SANDBOX}`

type Deps = { site: Site; folder: MailFolder; operators: Operators }

/** The sent mails of a Paperboy that puts them into a folder, for whoever sits at its machine, and operators. */
export const mailboxRoutes: FastifyPluginAsync<Deps> = async (app, { site, folder, operators }) => {
  app.setErrorHandler((error, request, reply) => sendErrorPage(site, error, request, reply))
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    if (!isLocal(request)) await operators.require(request, reply)
  })

  app.get('/mail', hide, async (request, reply) => {
    const page = Math.max(1, Math.trunc(Number(formFields(request.query).one('page')) || 1))
    const listing = await folder.list({ limit: MAILS_A_PAGE, offset: (page - 1) * MAILS_A_PAGE })
    return sendPage(reply, mailsPage(site, { ...listing, page }))
  })

  app.get('/mail/:name', hide, async (request, reply) => {
    const policy = String(reply.getHeader('content-security-policy'))
    reply.header('content-security-policy', `${policy};frame-src 'self'`)
    return sendPage(reply, mailPage(site, nameOf(request), await mailOf(folder, request)))
  })

  app.get('/mail/:name/html', hide, async (request, reply) => {
    const { parsed } = await mailOf(folder, request)
    reply.headers({ 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' })
    // A sandboxed page has no origin that could have a process of its own; browsers warn of the contradiction.
    reply.removeHeader('origin-agent-cluster')
    return reply.type('text/html; charset=utf-8').send(inNewTabs(parsed.html || ''))
  })

  app.get('/mail/:name/raw', hide, async (request, reply) => {
    const { raw } = await mailOf(folder, request)
    reply.header('content-disposition', attachment(nameOf(request)))
    return reply.type('message/rfc822').send(raw)
  })
}

/** Paperboy's own pages refuse to stand in a frame, so the links of a mail open beside it. */
function inNewTabs(mail: string): string {
  const base = '<base target="_blank">'
  return /<head\b[^>]*>/i.test(mail) ? mail.replace(/<head\b[^>]*>/i, `$&${base}`) : base + mail
}

function nameOf(request: FastifyRequest): string {
  return (request.params as { name: string }).name
}

async function mailOf(folder: MailFolder, request: FastifyRequest): Promise<StoredMail> {
  const mail = await folder.open(nameOf(request))
  if (!mail) throw new AppError('NOT_FOUND', 'There is no such mail. See /mail for those there are.')
  return mail
}
