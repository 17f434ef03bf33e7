import { domainToASCII } from 'node:url'
import { AppError } from '@paperboy/service-kit'
import addressparser from 'nodemailer/lib/addressparser'

export type Mailbox = { name: string; address: string }

// One addr-spec: no quotes, comments, lists or angle brackets, which would make it another recipient.
const ADDR_SPEC = /^[^\s@"(),:;<>[\]\\\p{Cc}\p{Cf}]{1,64}@[^\s@"(),:;<>[\]\\\p{Cc}\p{Cf}]{1,255}$/u

/** The address with its domain in ASCII; throws BAD_REQUEST for anything that is not one address. */
export function oneAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1))
  if (!ADDR_SPEC.test(address) || domain === '') {
    throw new AppError('BAD_REQUEST', `${JSON.stringify(address)} is not one mail address.`)
  }
  return `${address.slice(0, at)}@${domain}`
}

/** `Paperboy <digest@example.org>`; throws BAD_REQUEST unless it is one mailbox. */
export function oneMailbox(text: string): Mailbox {
  const [mailbox, ...others] = addressparser(text, { flatten: true })
  if (!mailbox || others.length > 0) {
    throw new AppError('BAD_REQUEST', `${JSON.stringify(text)} is not one sender.`)
  }
  return { name: mailbox.name, address: oneAddress(mailbox.address) }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
