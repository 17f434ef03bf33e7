import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Frequency, SubscriberState } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { GatewayDeps } from '../deps.ts'
import { Cursor, errors, NextCursor, strict, textAnswer } from '../http/schemas.ts'
import { exportCsv } from '../subscribers/export-csv.ts'
import { importCsv } from '../subscribers/import-csv.ts'

const MAX_IMPORT_BYTES = 10 * 1024 * 1024
const IMPORT_MS = 10 * 60_000

const Maybe = Type.Union([Type.String(), Type.Null()])
const Row = Type.Object({
  id: Type.String(),
  email: Type.String(),
  state: SubscriberState,
  suppressed: Type.Union([Type.String(), Type.Null()], { description: 'why no mail goes to the address' }),
  topics: Type.Array(Maybe, { description: 'saved searches; null: what is trending' }),
  timeZone: Type.String(),
  hour: Type.Integer(),
  frequency: Frequency,
  weekdays: Type.Array(Type.Integer(), { description: '1 is Monday' }),
  maxPapers: Type.Integer(),
  pausedUntil: Maybe,
  source: Type.String(),
  createdAt: Type.String(),
  confirmedAt: Maybe,
})
const ListQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 1_000 }),
    cursor: Type.Optional(Cursor),
    q: Type.Optional(Type.String({ maxLength: 254, description: 'a part of the address, or an id' })),
    state: Type.Optional(SubscriberState),
  },
  strict,
)
const Report = Type.Object({
  imported: Type.Integer(),
  skipped: Type.Integer({ description: 'known already, or suppressed: left as they are' }),
  failed: Type.Integer({ description: 'lines that are wrong; the first thousand are in errors' }),
  errors: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() })),
})

const Params = Type.Object({ subscriberId: Type.String({ minLength: 1, maxLength: 100 }) })
const done = Type.Null({ description: 'It is done.' })

export function noSubscriber(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no subscriber ${id.slice(0, 100)}. See /v1/subscribers.`)
}

type Deps = Pick<GatewayDeps, 'mail'> & { now: () => Date }

export const subscribersRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { mail, now }) => {
  const common = { tags: ['subscribers'], security: [{ operator: [] }] }

  const list = {
    ...common,
    operationId: 'listSubscribers',
    summary: 'All subscribers, by address',
    querystring: ListQuery,
    response: { 200: Type.Object({ items: Type.Array(Row), nextCursor: NextCursor }), ...errors(400, 401) },
  }
  app.get('/v1/subscribers', { schema: list }, (request) => mail.subscribers(request.query))

  const unsubscribe = {
    ...common,
    operationId: 'unsubscribeSubscriber',
    summary: 'Unsubscribe somebody who asked for it by another way; final for all that is queued',
    params: Params,
    response: { 204: done, ...errors(400, 401, 404) },
  }
  app.post('/v1/subscribers/:subscriberId/unsubscribe', { schema: unsubscribe }, async (request, reply) => {
    const { subscriberId } = request.params
    if (!(await mail.unsubscribe(subscriberId))) throw noSubscriber(subscriberId)
    return reply.code(204).send(null)
  })

  const erase = {
    ...common,
    operationId: 'eraseSubscriber',
    summary:
      'Delete everything about a subscriber; the hash of the address stays, so that no import brings it back',
    params: Params,
    response: { 204: done, ...errors(400, 401, 404) },
  }
  app.delete('/v1/subscribers/:subscriberId', { schema: erase }, async (request, reply) => {
    const { subscriberId } = request.params
    if (!(await mail.erase(subscriberId))) throw noSubscriber(subscriberId)
    return reply.code(204).send(null)
  })

  const csv = {
    ...common,
    operationId: 'exportSubscribers',
    summary: 'All subscribers as CSV, with the time of their consent',
    response: { 200: textAnswer<Readable>('text/csv', 'a line for each, a header first'), ...errors(401) },
  }
  app.get('/v1/subscribers.csv', { schema: csv }, async (_request, reply) => {
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="subscribers.csv"')
    return reply.send(exportCsv(mail))
  })

  await app.register(async (body) => {
    // A file is a file, whatever the client says it is.
    body.removeAllContentTypeParsers()
    body.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MAX_IMPORT_BYTES },
      (_request, bytes, done) => done(null, bytes),
    )
    body.addHook('onRequest', async (request) => {
      request.headers['content-type'] = 'text/csv'
    })
    const schema = {
      ...common,
      operationId: 'importSubscribers',
      summary: 'Import subscribers that consented elsewhere: a CSV file',
      description:
        'Columns: email, confirmed_at (the time of the consent), and as you like trending (yes or no), queries (one per line of the cell), time_zone, hour, frequency, weekdays (1 is Monday), max_papers. Known and suppressed addresses are left as they are; lines that are wrong are reported, the others imported.',
      consumes: ['text/csv'],
      response: { 200: Report, ...errors(400, 401, 413) },
    }
    const limits = { bodyLimit: MAX_IMPORT_BYTES, handlerTimeout: IMPORT_MS }
    body.post('/v1/subscribers/import', { schema, ...limits }, (request) =>
      importCsv({ mail, now }, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)),
    )
  })
}
