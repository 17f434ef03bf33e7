import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

export type ClientQuota = { name: string; perMinute: number }
/** The quota of a request that carries a client's key; null for everybody else. */
export type QuotaOf = (request: FastifyRequest) => ClientQuota | null
type QuotaOfHeaders = (request: Pick<FastifyRequest, 'headers'>) => ClientQuota | null

/** What CLIENT_QUOTAS may be: `KEY=REQUESTS_PER_MINUTE`, a comma list. */
export const QUOTAS_PATTERN = '^[\\w.~+/-]{16,200}=[1-9]\\d{0,8}(,[\\w.~+/-]{16,200}=[1-9]\\d{0,8})*$'

/** Heavy clients have a key and a quota of their own, wherever they come from. */
export function clientQuotas(list: string | undefined): QuotaOfHeaders {
  const quotas = new Map<string, ClientQuota>()
  for (const entry of list?.split(',') ?? []) {
    const [key = '', perMinute = ''] = entry.split('=')
    const name = digest(key)
    quotas.set(name, { name: `client ${name}`, perMinute: Number(perMinute) })
  }
  return ({ headers }) => {
    const [, token] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? []
    // By digest: how long the comparison takes says nothing of a key.
    return token === undefined ? null : (quotas.get(digest(token)) ?? null)
  }
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
