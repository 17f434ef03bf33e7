import { AppError } from '@paperboy/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLocal } from '../http/peer.ts'
import { networkOf } from './network-of.ts'

const PER_HOUR = 20
const HOUR_MS = 3_600_000

/** Counts a subscription request that is otherwise fine; throws RATE_LIMITED when its network made too many. */
export type CountNetwork = (request: FastifyRequest) => Promise<void>

/** Against list bombing: whoever fills inboxes with confirmation mails does it from somewhere. */
export function networkLimit(app: FastifyInstance): CountNetwork {
  const count = app.createRateLimit({
    max: PER_HOUR,
    timeWindow: HOUR_MS,
    keyGenerator: (request) => networkOf(request.ip),
    allowList: isLocal,
  })
  return async (request) => {
    const limit = await count(request)
    if (limit.isAllowed || !limit.isExceeded) return
    const retryAfterSeconds = Math.max(1, limit.ttlInSeconds)
    const minutes = Math.ceil(retryAfterSeconds / 60)
    throw new AppError(
      'RATE_LIMITED',
      `Too many subscriptions from your network. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
      { retryAfterSeconds },
    )
  }
}
