import { domainToASCII } from 'node:url'
import isEmail from 'validator/lib/isEmail.js'

type EmailAddressReading = { kind: 'address'; address: string } | { kind: 'refused'; reason: string }

/** RFC 5321, 4.5.3.1: a path is 256 octets with its angle brackets. */
export const MAX_EMAIL_LENGTH = 254

const refused = (reason: string): EmailAddressReading => ({ kind: 'refused', reason })

/**
 * One plain addr-spec, or why it is none. The domain comes out in lower case and punycode, the local
 * part as typed. Whatever else RFC 5322 allows (names, comments, lists, quotes, literals) is refused:
 * it is a way to reach somebody else from a form, and nobody's newsletter address.
 */
export function readEmailAddress(text: string): EmailAddressReading {
  // Far longer than any address in Unicode can be: nothing below sees a text without a bound.
  if (text.length > 4 * MAX_EMAIL_LENGTH) return refused('the address is too long')
  const plain = text.replace(/^[ \t]+|[ \t]+$/g, '')
  const at = plain.indexOf('@')
  if (at < 1) return refused('an address looks like name@example.org')
  if (/[\s\p{Cc},;:<>()[\]"\\]/u.test(plain) || plain.includes('@', at + 1)) {
    return refused('it must be one plain address, without a name, comments, quotes or other addresses')
  }
  const local = plain.slice(0, at)
  // SMTPUTF8 must be offered by every server on the way, and few do: a promise that cannot be kept.
  if (/[^\x21-\x7e]/.test(local)) {
    return refused('letters beyond ASCII are possible after the @ only')
  }
  const address = `${local}@${asciiDomain(plain.slice(at + 1))}`
  if (address.length > MAX_EMAIL_LENGTH || local.length > 64) return refused('the address is too long')
  return isEmail.default(address, { allow_utf8_local_part: false })
    ? { kind: 'address', address }
    : refused('an address looks like name@example.org')
}

/** The address as mails are sent to it, or null for what is not one plain address. */
export function parseEmailAddress(text: string): string | null {
  const reading = readEmailAddress(text)
  return reading.kind === 'address' ? reading.address : null
}

/** Two addresses with one key are one subscriber: hardly any server tells capitals apart. */
export function emailKey(address: string): string {
  return address.toLowerCase()
}

function asciiDomain(domain: string): string {
  // The URL rules behind domainToASCII also undo %2e and read 0x7f.1 as an IP address.
  if (/[\x20-\x7e]/.test(domain.replace(/[A-Za-z0-9.-]/g, ''))) return ''
  const ascii = domainToASCII(domain)
  return /[\x20-\x7e]/.test(ascii.replace(/[a-z0-9.-]/g, '')) ? '' : ascii
}
