import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import { reportOf } from '../deliveries/report-of.ts'
import type { GatewayDeps, Queue } from '../deps.ts'
import { Cursor, Day, errors, NextCursor, strict } from '../http/schemas.ts'
import { wakeMailer } from '../subscriptions/wake-mailer.ts'

const Maybe = Type.Union([Type.String(), Type.Null()])
const Issue = Type.Object({
  issueId: Type.String(),
  subscriberId: Type.String(),
  email: Type.String(),
  outcome: Type.String({ description: 'frozen: there is a mail; empty, late, paused: there is none' }),
  state: Type.String({ description: 'of the delivery; the outcome where there is none' }),
  papers: Type.Integer(),
  messageId: Maybe,
  attempts: Type.Integer(),
  time: Type.Union([Type.String(), Type.Null()], { description: 'when the mail server took it' }),
  error: Maybe,
  response: Type.Union([Type.String(), Type.Null()], { description: 'what the mail server said' }),
})
const DayParams = Type.Object({ date: Day("the day, as the subscriber's clock shows it") })
const ListQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 1_000 }), cursor: Type.Optional(Cursor) },
  strict,
)
const Report = Type.Object({
  date: Type.String(),
  due: Type.Integer(),
  sent: Type.Integer(),
  skipped: Type.Integer({ description: 'nothing new, paused, too late, suppressed' }),
  waiting: Type.Integer({ description: 'planned, being sent, or to be tried again' }),
  failed: Type.Integer(),
  unknown: Type.Integer({ description: 'held for you: resend or drop them' }),
  states: Type.Record(Type.String(), Type.Integer()),
  reasons: Type.Array(Type.Object({ state: Type.String(), reason: Type.String(), count: Type.Integer() })),
  line: Type.String({ description: 'the same for people, in one line' }),
})
const IssueParams = Type.Object({ issueId: Type.String({ minLength: 1, maxLength: 100 }) })
const Decided = Type.Object({ issueId: Type.String(), state: Type.String() })

type Deps = Pick<GatewayDeps, 'mail' | 'deliveryReasons'> & { queue: Pick<Queue, 'send'> }

export const issuesRoutes: FastifyPluginAsyncTypebox<Deps> = async (
  app,
  { mail, deliveryReasons, queue },
) => {
  const common = { tags: ['issues'], security: [{ operator: [] }] }

  const list = {
    ...common,
    operationId: 'listIssues',
    summary: 'What became of the issues of a day, one by one',
    params: DayParams,
    querystring: ListQuery,
    response: {
      200: Type.Object({ date: Type.String(), items: Type.Array(Issue), nextCursor: NextCursor }),
      ...errors(400, 401),
    },
  }
  app.get('/v1/issues/:date', { schema: list }, async ({ params: { date }, query }) => {
    const { items, nextCursor } = await mail.issues(date, query)
    const shown = items.map(({ sentAt, ...row }) => ({
      ...row,
      state: row.state ?? row.outcome,
      time: sentAt,
    }))
    return { date, items: shown, nextCursor }
  })

  const report = {
    ...common,
    operationId: 'reportIssues',
    summary: 'The day in numbers: due, sent, skipped, failed, and why',
    params: DayParams,
    response: { 200: Report, ...errors(400, 401) },
  }
  app.get('/v1/issues/:date/report', { schema: report }, async ({ params: { date } }) => {
    const [states, reasons] = await Promise.all([mail.report(date), deliveryReasons(date)])
    return reportOf(date, states, reasons)
  })

  const decisions = {
    resend: 'Send a delivery that is unknown again, under the same Message-ID',
    drop: 'Give a delivery that is unknown up',
  } as const
  for (const decision of ['resend', 'drop'] as const) {
    const schema = {
      ...common,
      operationId: `${decision}Issue`,
      summary: decisions[decision],
      params: IssueParams,
      response: { 200: Decided, ...errors(400, 401, 409) },
    }
    app.post(`/v1/issues/:issueId/${decision}`, { schema }, async (request) => {
      const { issueId } = request.params
      if (!(await mail.resolve(issueId, decision)))
        throw new AppError(
          'CONFLICT',
          `There is no delivery ${issueId} that is unknown. See /v1/issues/DATE.`,
        )
      if (decision === 'resend') await wakeMailer(queue, request.log)
      return { issueId, state: decision === 'resend' ? 'retry' : 'failed' }
    })
  }
}
