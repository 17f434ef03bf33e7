import { createHash } from 'node:crypto'
import { AppError } from '@paperboy/service-kit'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Signer } from './dkim.ts'
import { smallerEncoding } from './encoded-size.ts'
import type { RenderedMail } from './issue-content.ts'
import { type ListLinks, listHeaders } from './list-headers.ts'
import { domainOf, type Mailbox, oneAddress } from './mail-address.ts'

export type MailDraft = RenderedMail & {
  kind: 'issue' | 'confirmation'
  to: { name?: string; address: string }
  /** With its angle brackets; the same for every attempt at the same mail. */
  messageId: string
  date: Date
  /** Names the delivery in the envelope sender, so that a bounce finds it again. */
  bounceToken: string
  list: ListLinks
}

/** The bytes as they are sent, signature included. */
export type Mail = { envelope: { from: string; to: [string] }; messageId: string; date: Date; raw: Buffer }

type Deps = { from: Mailbox; bounceAddress?: string; sign: Signer }

const BOUNCE_TOKEN = /^[\w.=-]{1,48}$/
const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/

/** Headers, bodies, envelope and signature of one mail to one recipient. */
export function composeMail({ from, bounceAddress, sign }: Deps) {
  const domain = domainOf(from.address)
  const bounces = oneAddress(bounceAddress ?? `bounce@${domain}`)
  return async (draft: MailDraft): Promise<Mail> => {
    const to = oneAddress(draft.to.address)
    const headers = { ...listHeaders(draft.list, domain), ...bulkHeaders(draft, domain) }
    refuseLineBreaks({ ...headers, subject: draft.subject, to: draft.to.name ?? '', from: from.name })
    if (!MESSAGE_ID.test(draft.messageId)) {
      throw new AppError('BAD_REQUEST', `${JSON.stringify(draft.messageId)} is not a Message-ID.`)
    }
    const composer = new MailComposer({
      from,
      to: { name: draft.to.name ?? '', address: to },
      subject: draft.subject,
      text: withCrlf(draft.text),
      html: withCrlf(draft.html),
      date: draft.date,
      messageId: draft.messageId,
      headers,
      textEncoding: smallerEncoding([draft.html, draft.text]).encoding,
      // Not random: the same mail is the same bytes.
      baseBoundary: createHash('sha256').update(draft.messageId).digest('hex').slice(0, 32),
      xMailer: false,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const raw = await sign(await composer.compile().build())
    const envelope = { from: bounceTo(bounces, draft.bounceToken), to: [to] as [string] }
    return { envelope, messageId: draft.messageId, date: draft.date, raw }
  }
}

function bulkHeaders({ kind }: MailDraft, domain: string): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Feedback-ID': `${kind}:paperboy:${domain}`,
    ...(kind === 'issue' && { Precedence: 'bulk' }),
  }
}

function bounceTo(bounces: string, token: string): string {
  if (!BOUNCE_TOKEN.test(token)) {
    throw new AppError('BAD_REQUEST', `${JSON.stringify(token)} cannot be part of an address.`)
  }
  const at = bounces.lastIndexOf('@')
  return `${bounces.slice(0, at)}+${token}${bounces.slice(at)}`
}

function refuseLineBreaks(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    if (/\p{Cc}/u.test(value)) {
      throw new AppError('BAD_REQUEST', `The header ${name} holds a line break or a control character.`)
    }
  }
}

// nodemailer keeps the line breaks of a body, and SMTP knows only one kind.
function withCrlf(body: string): string {
  return body.replace(/\r?\n/g, '\r\n')
}
