import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { EnvError } from '@paperboy/service-kit'
import DKIM from 'nodemailer/lib/dkim'

export type DkimSettings = { DKIM_DOMAIN?: string; DKIM_SELECTOR?: string; DKIM_PRIVATE_KEY?: string }
export type Signer = (message: Buffer) => Promise<Buffer>

// nodemailer's own list leaves out List-Unsubscribe-Post, and RFC 8058 wants both under the signature.
export const SIGNED_HEADERS = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-archive',
  'auto-submitted',
  'precedence',
  'feedback-id',
].join(':')

const NAMES = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const

/** What is wrong with the three settings, a line for each fault. */
export function dkimFaults(settings: DkimSettings): string[] {
  const missing = NAMES.filter((name) => !settings[name])
  if (missing.length === NAMES.length) return []
  const faults = missing.map((name) => `${name} is missing: ${NAMES.join(', ')} go together`)
  const fault = settings.DKIM_PRIVATE_KEY ? keyFault(settings.DKIM_PRIVATE_KEY) : null
  return fault === null ? faults : [...faults, fault]
}

/** Signs mails when the three DKIM settings are there, leaves them as they are when none is. */
export function createSigner(settings: DkimSettings): Signer {
  const faults = dkimFaults(settings)
  if (faults.length > 0) throw new EnvError(faults)
  const { DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector, DKIM_PRIVATE_KEY: key } = settings
  if (!domainName || !keySelector || !key) return async (message) => message
  const dkim = new DKIM({ domainName, keySelector, privateKey: pemOf(key), headerFieldNames: SIGNED_HEADERS })
  return (message) => buffer(dkim.sign(message))
}

function keyFault(key: string): string | null {
  try {
    if (createPrivateKey(pemOf(key)).asymmetricKeyType === 'rsa') return null
  } catch {
    // The message of the error may quote the key.
    return 'DKIM_PRIVATE_KEY is neither a PEM key nor the path of one'
  }
  return 'DKIM_PRIVATE_KEY is not an RSA key: receivers check RSA signatures'
}

// An environment variable often has its line breaks written as \n.
function pemOf(key: string): string {
  if (key.includes('-----BEGIN')) return key.replaceAll('\\n', '\n')
  return readFileSync(key.replace(/^file:\/\//, ''), 'utf8')
}
