import type { OperatorScope } from '@paperboy/contracts'
import { sameSecret } from '@paperboy/service-kit'
import type { FastifyRequest } from 'fastify'
import type { QuotaOf } from './client-quotas.ts'
import type { KeyRing } from './key-ring.ts'

/** The holder of an operator's key; the one of the environment has no id. */
export type KeyHolder = { name: string; keyId: string | null; scope: OperatorScope }
type Client = { id: string; perMinute: number }

export const OPERATOR_KEY_NAME = 'OPERATOR_KEY'

/** Who sends a request, by the key that it carries. */
export type Callers = {
  /** To be asked once, before anything that wants to know who it is. */
  identify(request: FastifyRequest): Promise<void>
  operator(request: FastifyRequest): KeyHolder | null
  /** Whether the key that it carries still opens something: an answer may outlive it. */
  stillHolds(request: FastifyRequest): Promise<boolean>
  quotaOf: QuotaOf
  /** What a key opens that somebody types in. */
  holderOf(key: string): Promise<KeyHolder | null>
}

type Deps = { operatorKey: string; ring: KeyRing; environmentQuotas: QuotaOf }

export function callers({ operatorKey, ring, environmentQuotas }: Deps): Callers {
  const holders = new WeakMap<FastifyRequest, KeyHolder>()
  const clients = new WeakMap<FastifyRequest, Client>()

  async function lookUp(key: string): Promise<{ holder?: KeyHolder; client?: Client }> {
    if (sameSecret(key, operatorKey))
      return { holder: { name: OPERATOR_KEY_NAME, keyId: null, scope: 'all' } }
    const known = await ring.find(key)
    if (!known) return {}
    if (known.scope === 'client') return { client: { id: known.id, perMinute: known.perMinute ?? 0 } }
    return { holder: { name: known.name, keyId: known.id, scope: known.scope } }
  }
  return {
    async identify(request) {
      const token = tokenOf(request)
      if (token === undefined) return
      const { holder, client } = await lookUp(token)
      if (holder) holders.set(request, holder)
      if (client) clients.set(request, client)
    },
    operator: (request) => holders.get(request) ?? null,
    async stillHolds(request) {
      const token = tokenOf(request)
      return token !== undefined && (await lookUp(token)).holder !== undefined
    },
    quotaOf(request) {
      const client = clients.get(request)
      return client
        ? { name: `client ${client.id}`, perMinute: client.perMinute }
        : environmentQuotas(request)
    },
    holderOf: async (key) => (await lookUp(key)).holder ?? null,
  }
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
}
