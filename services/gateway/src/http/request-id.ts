import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

// What a caller sends ends up in our logs: letters, digits and little else.
const SANE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** The caller's X-Request-Id where it is harmless, else a new one. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID()
}
