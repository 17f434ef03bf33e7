import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AppError } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { DumpReader } from '../deps.ts'
import { attachment } from '../dumps/content-disposition.ts'
import { dumpEvents, eventId, isEnded } from '../dumps/dump-events.ts'
import type { Operators } from '../http/operators.ts'
import { errors, textAnswer } from '../http/schemas.ts'
import { DumpParams, noDump } from './dumps.ts'

const MAX_EVENT_STREAMS = 50
const POLL_MS = 500
const HEARTBEAT_MS = 15_000
/** Fastify cuts an answer that is still on its way when the time of its handler is over; gigabytes and events take long. */
const STREAM_MS = 6 * 3_600_000

type Deps = {
  dumps: DumpReader
  operators: Pick<Operators, 'isStillIn'>
  /** Aborts when the server closes: an open event stream would keep it from closing. */
  closing: AbortSignal
  pollMs?: number
  heartbeatMs?: number
}

export const dumpStreamRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const common = { tags: ['dumps'], security: [{ operator: [] }], params: DumpParams }
  const { operators, heartbeatMs = HEARTBEAT_MS } = deps
  let open = 0

  const events = {
    ...common,
    operationId: 'watchDump',
    summary:
      'A dump as server-sent events, one per change of its state or counts; ends when the dump has ended',
    response: {
      200: textAnswer<Readable>('text/event-stream', 'events called "dump"'),
      204: Type.Null({ description: 'the last event was already seen' }),
      ...errors(400, 401, 404),
    },
  }
  const unlike = { exposeHeadRoute: false, compress: false as const, handlerTimeout: STREAM_MS }
  app.get('/v1/dumps/:dumpId/events', { schema: events, ...unlike }, async (request, reply) => {
    const dump = await deps.dumps.get(request.params.dumpId)
    if (!dump) throw noDump(request.params.dumpId)
    // An EventSource comes back after the end; 204 tells it that there is nothing more.
    if (isEnded(dump) && request.headers['last-event-id'] === eventId(dump)) return reply.code(204).send(null)
    if (open >= MAX_EVENT_STREAMS) {
      throw new AppError('RATE_LIMITED', `${MAX_EVENT_STREAMS} event streams are open, which is the most.`)
    }
    open++
    reply.raw.once('close', () => open--)
    const gone = whileAllowed({ operators, heartbeatMs }, request, reply)
    const signal = AbortSignal.any([gone, deps.closing])
    const watch = { pollMs: POLL_MS, ...deps, heartbeatMs, signal }
    // A proxy that buffers would hold the events back.
    reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no')
    return reply.send(Readable.from(untilAborted(dumpEvents(watch, dump), signal)))
  })

  const raw = {
    ...common,
    operationId: 'getDumpBytes',
    summary: 'The bytes of a dump as they came',
    response: {
      200: textAnswer<Readable>('application/octet-stream', 'the bytes', 'binary'),
      ...errors(400, 401, 404),
    },
  }
  app.get('/v1/dumps/:dumpId/raw', { schema: raw, ...unlike }, async (request, reply) => {
    const { dumpId } = request.params
    const found = await deps.dumps.raw(dumpId)
    if (!found) throw noDump(dumpId)
    const signal = whileAllowed({ operators, heartbeatMs }, request, reply)
    return described(reply, { ...found, dumpId }).send(
      Readable.from(found.stream, { objectMode: false, signal }),
    )
  })
  app.head(
    '/v1/dumps/:dumpId/raw',
    { schema: { hide: true, params: DumpParams } },
    async (request, reply) => {
      const { dumpId } = request.params
      const dump = await deps.dumps.get(dumpId)
      if (!dump) throw noDump(dumpId)
      return described(reply, { ...dump, dumpId }).send()
    },
  )
}

function described(
  reply: FastifyReply,
  { dumpId, bytes, filename }: { dumpId: string; bytes: number; filename: string | null },
): FastifyReply {
  return reply
    .type('application/octet-stream')
    .header('content-length', String(bytes))
    .header('content-disposition', attachment(filename ?? `${dumpId}.dump`))
}

type Watcher = { operators: Pick<Operators, 'isStillIn'>; heartbeatMs: number }

/** Aborts when the client has gone, or its key or session has ended: an answer of hours outlives neither for long. */
function whileAllowed(
  { operators, heartbeatMs }: Watcher,
  request: FastifyRequest,
  reply: FastifyReply,
): AbortSignal {
  const over = new AbortController()
  const check = async () => {
    if (!(await operators.isStillIn(request))) over.abort()
  }
  const beat = setInterval(() => void check(), heartbeatMs)
  reply.raw.once('close', () => {
    clearInterval(beat)
    over.abort()
  })
  return over.signal
}

async function* untilAborted<T>(source: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    yield* source
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
