import { createHash } from 'node:crypto'

/**
 * The Message-ID of a mail, the same for every attempt at it: a hash of whom and what, at the sender's
 * domain, so that a server or a reader recognises a mail that comes twice.
 */
export function messageIds(domain: string): (subscriberId: string, name: string) => string {
  return (subscriberId, name) => {
    const hash = createHash('sha256').update(`${subscriberId} ${name}`).digest('base64url').slice(0, 32)
    return `<${hash}@${domain}>`
  }
}
