import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { GatewayDeps, Queue } from '../deps.ts'
import { Day, errors, strict } from '../http/schemas.ts'
import { wakeMailer } from '../subscriptions/wake-mailer.ts'

const WAIT_MS = 30_000
const LOOK_EVERY_MS = 100

const Text = (description: string) => Type.Union([Type.String(), Type.Null()], { description })
const Answer = Type.Object({
  date: Type.String(),
  outcome: Type.String({
    description:
      'frozen: the issue as it is or will be sent; would be: what one planned now would hold; empty: nothing',
  }),
  papers: Type.Integer(),
  subject: Text('null where there is no mail'),
  html: Text('as in the mail, with links that lead nowhere'),
  text: Text('the plain part'),
})

type Deps = Pick<GatewayDeps, 'previews'> & { queue: Pick<Queue, 'send'>; closing: AbortSignal }

export const digestPreviewRoutes: FastifyPluginAsyncTypebox<Deps> = async (
  app,
  { previews, queue, closing },
) => {
  const schema = {
    operationId: 'previewDigest',
    summary: "A day's issue of one subscriber, as the mail would show it",
    description: 'Nothing is planned or sent by it.',
    tags: ['issues'],
    security: [{ operator: [] }],
    params: Type.Object({ date: Day('the day of the digest') }),
    querystring: Type.Object(
      {
        subscription: Type.String({
          ...{ minLength: 1, maxLength: 100 },
          description: 'id of a subscriber, see /v1/subscribers',
        }),
      },
      strict,
    ),
    response: { 200: Answer, ...errors(400, 401, 404) },
  }
  app.get('/v1/digests/:date/preview', { schema, handlerTimeout: 2 * WAIT_MS }, async (request) => {
    const { date } = request.params
    const id = await previews.request(date, request.query.subscription)
    if (!id) throw new AppError('NOT_FOUND', 'There is no such subscriber. /v1/subscribers lists their ids.')
    await wakeMailer(queue, request.log)
    const signal = AbortSignal.any([AbortSignal.timeout(WAIT_MS), closing])
    while (!signal.aborted) {
      const answer = await previews.answer(id)
      if (answer && 'error' in answer) throw new AppError('UNAVAILABLE', answer.error)
      if (answer) return { date, ...answer }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    }
    throw new AppError('UNAVAILABLE', 'The mailer did not answer. See whether it runs, and try again.')
  })
}
