import { AppError } from '@paperboy/service-kit'
import { webAddress } from './web-address.ts'

export type ListLinks = {
  unsubscribe: string
  /** Address that unsubscribes whoever writes to it, beside the link. */
  unsubscribeMail?: string
  archive?: string
}

/** RFC 2369, 2919 and 8058: what makes "unsubscribe" appear beside the sender's name. */
export function listHeaders(links: ListLinks, domain: string): Record<string, string> {
  const mail = links.unsubscribeMail ? `, <mailto:${links.unsubscribeMail}>` : ''
  return {
    'List-Id': `Paperboy <papers.${domain}>`,
    'List-Unsubscribe': `<${uri(links.unsubscribe)}>${mail}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    ...(links.archive && { 'List-Archive': `<${uri(links.archive)}>` }),
  }
}

// Written as ASCII, and without the characters that would end it early.
function uri(address: string): string {
  const href = webAddress(address)
  if (!href || /[<>\s,]/.test(href)) {
    throw new AppError('BAD_REQUEST', `${JSON.stringify(address)} cannot be a link of a mail.`)
  }
  return href
}
