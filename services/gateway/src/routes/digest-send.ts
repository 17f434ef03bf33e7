import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AppError } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { sendDigest } from '../deliveries/send-digest.ts'
import type { DigestReader, GatewayDeps, Queue } from '../deps.ts'
import { Day, errors } from '../http/schemas.ts'
import { wakeMailer } from '../subscriptions/wake-mailer.ts'

const WAIT_MS = 5 * 60_000
/** The answer must come before the server gives the handler or the connection up. */
const SPARE_MS = 10_000

const Counts = Type.Object({
  planned: Type.Integer({ description: 'subscribers that got an issue by this request' }),
  sent: Type.Integer(),
  skipped: Type.Integer({ description: 'nothing for them, or suppressed' }),
  failed: Type.Integer({ description: 'failed, unknown, or to be tried again: see /v1/issues/{date}' }),
})

type Deps = Pick<GatewayDeps, 'mail'> & {
  digests: Pick<DigestReader, 'byDate'>
  queue: Pick<Queue, 'send'>
  closing: AbortSignal
}

export const digestSendRoutes: FastifyPluginAsyncTypebox<Deps> = async (
  app,
  { mail, digests, queue, closing },
) => {
  const schema = {
    operationId: 'sendDigest',
    summary: 'Send the digest of a day now to every subscriber that has no issue of it yet',
    description:
      'Whatever the hour; nobody gets an issue twice. Answers after every mail was tried once, within five minutes.',
    tags: ['issues'],
    security: [{ operator: [] }],
    params: Type.Object({ date: Day('the day of the digest') }),
    response: {
      200: Counts,
      202: { ...Counts, description: 'Not at the end after five minutes; the mailer goes on.' },
      ...errors(400, 401, 404),
    },
  }
  app.post(
    '/v1/digests/:date/send',
    { schema, handlerTimeout: WAIT_MS + SPARE_MS },
    async (request, reply) => {
      const { date } = request.params
      // A slip in the date must not use up everybody's issue of that day.
      if (!(await digests.byDate(date, { limit: 1 }))?.length)
        throw new AppError(
          'NOT_FOUND',
          `There is no digest of ${date}. See /v1/digests for the days there are.`,
        )
      const wake = () => wakeMailer(queue, request.log)
      const signal = AbortSignal.any([AbortSignal.timeout(WAIT_MS - SPARE_MS), closing, gone(request, reply)])
      const { ended, ...counts } = await sendDigest({ mail, wake }, date, signal)
      reply.code(ended ? 200 : 202)
      return counts
    },
  )
}

/** Aborts when the client hangs up; until then its silence is no reason to cut the connection. */
function gone({ raw }: FastifyRequest, reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => controller.abort())
  // Requests that tests inject have no real socket.
  if ('setTimeout' in raw.socket) raw.socket.setTimeout(WAIT_MS + SPARE_MS)
  return controller.signal
}
