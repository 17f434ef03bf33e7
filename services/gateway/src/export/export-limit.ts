import { AppError } from '@paperboy/service-kit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operators } from '../http/operators.ts'
import { isLocal } from '../http/peer.ts'

/** An export reads everything: it counts apart from other requests. */
export const EXPORTS_PER_HOUR = 30
const HOUR_MS = 3_600_000
const MAX_OPEN = 8

/** Counts an export, and holds a place for it until its answer has ended. Throws RATE_LIMITED. */
export type TakePlace = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

export function exportLimit(app: FastifyInstance, operators: Pick<Operators, 'isOperator'>): TakePlace {
  let open = 0
  const count = app.createRateLimit({
    max: EXPORTS_PER_HOUR,
    timeWindow: HOUR_MS,
    keyGenerator: (request) => request.ip,
    allowList: (request) => isLocal(request) || operators.isOperator(request),
  })
  return async (request, reply) => {
    if (open >= MAX_OPEN) throw refused(`${MAX_OPEN} exports are under way, which is the most.`, 30)
    const limit = await count(request)
    if (!limit.isAllowed && limit.isExceeded) {
      throw refused(`${EXPORTS_PER_HOUR} exports an hour are the most.`, Math.max(1, limit.ttlInSeconds))
    }
    open++
    reply.raw.once('close', () => open--)
  }
}

function refused(why: string, retryAfterSeconds: number): AppError {
  return new AppError('RATE_LIMITED', `${why} Try again in ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
  })
}
