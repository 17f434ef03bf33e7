import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Paper } from '@paperboy/contracts'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { checkDayOrder } from '../http/calendar-day.ts'
import type { Operators } from '../http/operators.ts'
import { errors, paperFilters, strict, textAnswer } from '../http/schemas.ts'
import { EXPORTS_PER_HOUR, exportLimit } from './export-limit.ts'
import { type ExportDeps, paperBatches } from './paper-batches.ts'

/** A slow reader of a large archive; the time limit of other routes would cut it off. */
const MAX_EXPORT_MS = 86_400_000

const ExportQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 500, description: 'the query, as for /v1/papers' })),
    ...paperFilters,
    after: Type.Optional(
      Type.String({
        ...{ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' },
        description: 'own id of the last paper that was got: goes on behind it',
      }),
    ),
  },
  strict,
)

type Deps = ExportDeps & {
  operators: Pick<Operators, 'isOperator'>
  /** Aborts when the server closes. */
  closing: AbortSignal
}

/** All papers, or those of a search, as JSON Lines. */
export const exportRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const takePlace = exportLimit(app, deps.operators)
  const schema = {
    operationId: 'exportPapers',
    summary: 'All papers that match, one JSON object a line, by id',
    description: `Streamed as fast as it is read. Cut off, it goes on with \`after\` = the id in the last whole line. ${EXPORTS_PER_HOUR} an hour for each address.`,
    tags: ['papers'],
    querystring: ExportQuery,
    response: { 200: textAnswer<Readable>('application/x-ndjson', 'papers'), ...errors(400) },
  }
  const unlike = { exposeHeadRoute: false, compress: false as const, handlerTimeout: MAX_EXPORT_MS }
  app.get('/v1/papers.jsonl', { schema, ...unlike }, async (request, reply) => {
    checkDayOrder(request.query)
    await takePlace(request, reply)
    const batches = await paperBatches(deps, request.query)
    return announced(reply).send(Readable.from(lines(batches, deps.closing), { objectMode: false }))
  })
  // One of its own: nothing is read that is not sent.
  const { querystring } = schema
  app.head('/v1/papers.jsonl', { schema: { hide: true, querystring } }, (request, reply) => {
    checkDayOrder(request.query)
    return announced(reply).send()
  })
}

function announced(reply: FastifyReply): FastifyReply {
  return reply.type('application/x-ndjson; charset=utf-8').header('cache-control', 'no-store')
}

/** Cut off at the close of the server: an end would say that this was all. */
async function* lines(batches: AsyncGenerator<Paper[]>, closing: AbortSignal): AsyncGenerator<string> {
  for await (const papers of batches) {
    closing.throwIfAborted()
    yield papers.map((paper) => `${JSON.stringify(paper)}\n`).join('')
  }
}
