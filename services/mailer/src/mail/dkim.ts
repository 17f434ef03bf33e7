import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { AppError } from '@paperboy/service-kit'
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

/** Signs mails when the three DKIM settings are there, leaves them as they are when none is. */
export function createSigner(settings: DkimSettings): Signer {
  const { DKIM_DOMAIN: domainName, DKIM_SELECTOR: keySelector, DKIM_PRIVATE_KEY: key } = settings
  if (!domainName && !keySelector && !key) return async (message) => message
  if (!domainName || !keySelector || !key) {
    throw new AppError('INTERNAL', 'DKIM needs DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY together.')
  }
  const privateKey = readKey(key)
  const dkim = new DKIM({ domainName, keySelector, privateKey, headerFieldNames: SIGNED_HEADERS })
  return (message) => buffer(dkim.sign(message))
}

// An environment variable often has its line breaks written as \n.
function readKey(value: string): string {
  try {
    const pem = value.includes('-----BEGIN')
      ? value.replaceAll('\\n', '\n')
      : readFileSync(value.replace(/^file:\/\//, ''), 'utf8')
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem
  } catch (cause) {
    // The message of the cause may quote the key.
    throw new AppError('INTERNAL', 'DKIM_PRIVATE_KEY is neither a PEM key nor the path of one.', {
      cause: (cause as NodeJS.ErrnoException).code,
    })
  }
  throw new AppError('INTERNAL', 'DKIM_PRIVATE_KEY is not an RSA key: receivers check RSA signatures.')
}
