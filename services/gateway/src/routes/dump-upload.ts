import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DryRun, Dump } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { DumpIntake, GatewayDeps, GatewaySettings, Queue } from '../deps.ts'
import { announceDump } from '../dumps/announce.ts'
import { dryRun } from '../dumps/dry-run.ts'
import { uploadBody } from '../dumps/upload-body.ts'
import { Day, errors, ref, strict } from '../http/schemas.ts'

/** 2 GiB at 50 kB/s. */
const UPLOAD_MS = 12 * 3_600_000

const UploadQuery = Type.Object(
  {
    filename: Type.Optional(
      Type.String({
        maxLength: 255,
        pattern: '^[^\\u0000-\\u001f\\u007f]*$',
        description: 'what the file is called, without control characters',
      }),
    ),
    date: Type.Optional(Day('the day of the dump; default: what it states, else today (UTC)')),
    format: Type.String({ default: 'auto', maxLength: 50, description: '"auto" or the name of a format' }),
    dryRun: Type.Optional(
      Type.Boolean({ description: 'true: say what the dump would do, and store nothing' }),
    ),
  },
  strict,
)

type Deps = {
  intake: DumpIntake
  queue: Pick<Queue, 'send'>
  dryRuns: GatewayDeps['dryRuns']
  /** Aborts when the server closes: a dry run waits for the parser. */
  closing: AbortSignal
  settings: Pick<GatewaySettings, 'maxDumpBytes' | 'maxInflatedBytes' | 'formats'>
}

export const dumpUploadRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { intake, queue, settings } = deps
  // The body is bytes, whatever it calls itself; the handler reads them as they come.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.addHook('onRequest', async (request) => {
    request.headers['content-type'] = 'application/octet-stream'
  })

  const schema = {
    operationId: 'createDump',
    summary: 'Feed a dump: its raw bytes, streamed, also with Content-Encoding gzip or zstd',
    description:
      'The same bytes are the same dump. What cannot be read is stored all the same and then `failed`, with the reason.',
    tags: ['dumps'],
    security: [{ operator: [] }],
    querystring: UploadQuery,
    response: {
      200: {
        ...Type.Union([ref(DryRun), ref(Dump)]),
        description: 'These bytes were here before: the same dump, `duplicate`. Or the report of a dry run.',
      },
      202: { ...ref(Dump), description: 'Stored; Location says where to look how it goes.' },
      ...errors(400, 401, 413, 415, 422),
    },
  }
  const limits = { bodyLimit: settings.maxDumpBytes, handlerTimeout: UPLOAD_MS }
  app.post('/v1/dumps', { schema, ...limits }, async (request, reply) => {
    const { date = null, format } = request.query
    const filename = request.query.filename || null
    checkFormat(format, settings.formats)
    const { bytes, maxBytes } = uploadBody(request.raw, settings)
    if (request.query.dryRun) return dryRun(deps, bytes, { format, date, maxBytes })
    const { dump, duplicate, job } = await intake.store(bytes, { filename, date, format, maxBytes })
    if (job) await announceDump(queue, job, { dumpId: dump.id, log: request.log })
    reply.code(duplicate ? 200 : 202).header('location', `/v1/dumps/${dump.id}`)
    return duplicate ? { ...dump, duplicate } : dump
  })
}

function checkFormat(format: string, formats: readonly string[]): void {
  if (format === 'auto' || formats.includes(format)) return
  throw new AppError('BAD_REQUEST', `format must be one of auto, ${formats.join(', ')}.`)
}
