import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Dump, DumpReport, Reject } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import type { DumpAdmin, DumpReader, GatewayDeps, Queue } from '../deps.ts'
import { announceDump } from '../dumps/announce.ts'
import { replayDump } from '../dumps/replay-dump.ts'
import { Cursor, errors, NextCursor, ref, strict } from '../http/schemas.ts'

const ListQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Cursor),
    parent: Type.Optional(
      Type.String({ maxLength: 128, description: 'id of an archive: only the dumps that are its files' }),
    ),
  },
  strict,
)
const RejectsQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 1_000 }), cursor: Type.Optional(Cursor) },
  strict,
)
const ReplayQuery = Type.Object({ only: Type.Optional(Type.Literal('rejects')) }, strict)
const Dumps = Type.Object({ items: Type.Array(ref(Dump)), nextCursor: NextCursor })
const Rejects = Type.Object({ items: Type.Array(ref(Reject)), nextCursor: NextCursor })
export const DumpParams = Type.Object({
  dumpId: Type.String({
    pattern: '^[A-Za-z0-9-]{1,128}$',
    description: 'the id of a dump: letters and digits',
  }),
})

type Deps = { dumps: DumpReader; admin: DumpAdmin; queue: Pick<Queue, 'send'> } & Pick<GatewayDeps, 'report'>

export function noDump(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no dump ${id}. See /v1/dumps for what was fed.`)
}

export const dumpsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { dumps, admin, queue } = deps
  const common = { tags: ['dumps'], security: [{ operator: [] }] }

  const list = {
    ...common,
    operationId: 'listDumps',
    summary: 'All dumps, newest first; the files of an archive are dumps too',
    querystring: ListQuery,
    response: { 200: Dumps, ...errors(400, 401) },
  }
  app.get('/v1/dumps', { schema: list }, (request) => dumps.list(request.query))

  const one = {
    ...common,
    operationId: 'getDump',
    summary: 'One dump: its state and what became of its records',
    params: DumpParams,
    response: { 200: ref(Dump), ...errors(400, 401, 404) },
  }
  app.get('/v1/dumps/:dumpId', { schema: one }, async ({ params: { dumpId } }) => {
    const dump = await dumps.get(dumpId)
    if (!dump) throw noDump(dumpId)
    return dump
  })

  const rejects = {
    ...common,
    operationId: 'listRejects',
    summary: 'Records of a dump that could not become papers, and why',
    params: DumpParams,
    querystring: RejectsQuery,
    response: { 200: Rejects, ...errors(400, 401, 404) },
  }
  app.get('/v1/dumps/:dumpId/rejects', { schema: rejects }, async ({ params: { dumpId }, query }) => {
    const page = await dumps.rejects(dumpId, query)
    if (!page) throw noDump(dumpId)
    return page
  })

  const report = {
    ...common,
    operationId: 'getDumpReport',
    summary: 'What became of the records of a dump: counts, rejects by code, guesses',
    params: DumpParams,
    response: { 200: ref(DumpReport), ...errors(400, 401, 404) },
  }
  app.get('/v1/dumps/:dumpId/report', { schema: report }, async ({ params: { dumpId } }) => {
    const found = await deps.report(dumpId)
    if (!found) throw noDump(dumpId)
    return found
  })

  const replay = {
    ...common,
    operationId: 'replayDump',
    summary: 'Parse the stored bytes of a dump again; of an archive, those of all its files',
    description:
      'With `only=rejects` the records that were rejected are read again and no others: those that are accepted now leave the list ' +
      'of rejects and count under what they became. It needs a dump that is done, and of an archive a file that became a dump (else 409). Where the dump would now be read in ' +
      'another way than it was, all of it is parsed again.',
    params: DumpParams,
    querystring: ReplayQuery,
    response: {
      200: { ...ref(Dump), description: 'It has no rejects: nothing is done.' },
      202: { ...ref(Dump), description: 'It is parsed again; Location says where to look how it goes.' },
      ...errors(400, 401, 404, 409),
    },
  }
  app.post('/v1/dumps/:dumpId/replay', { schema: replay }, async (request, reply) => {
    const { dumpId } = request.params
    const found = await replayDump(deps, { dumpId, only: request.query.only, log: request.log })
    if (!found) throw noDump(dumpId)
    reply.code(found.begun ? 202 : 200).header('location', `/v1/dumps/${dumpId}`)
    return found.dump
  })

  const undo = {
    ...common,
    operationId: 'undoDump',
    summary: 'Take a dump back: its appearances go, and the papers that only it brought',
    description:
      'Papers that others brought as well are merged again without it. The dump ends as `failed` with the code UNDONE; ' +
      'a replay, or the same bytes again, brings everything back under the same ids.',
    params: DumpParams,
    response: {
      200: { ...ref(Dump), description: 'It was undone before.' },
      202: { ...ref(Dump), description: 'It is being undone; Location says where to look how it goes.' },
      ...errors(400, 401, 404),
    },
  }
  app.post('/v1/dumps/:dumpId/undo', { schema: undo }, async (request, reply) => {
    const { dumpId } = request.params
    const found = await admin.undo(dumpId)
    if (!found) throw noDump(dumpId)
    if (!found.undone) await announceDump(queue, 'dump.undo', { dumpId, log: request.log })
    reply.code(found.undone ? 200 : 202).header('location', `/v1/dumps/${dumpId}`)
    return found.dump
  })
}
