import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import { announceDump } from '../../dumps/announce.ts'
import { dryRun } from '../../dumps/dry-run.ts'
import { isEnded } from '../../dumps/dump-events.ts'
import { isCalendarDay } from '../../http/calendar-day.ts'
import { shortId } from '../../http/operator-sessions.ts'
import { noDump } from '../../routes/dumps.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import { sendPage } from '../send-page.ts'
import type { CheckForm, VisitOf } from './doorkeeper.ts'
import { dryRunPage } from './dry-run-page.ts'
import { dumpPage } from './dump-page.ts'
import { dumpsPage } from './dumps-page.ts'
import { fieldOf, fileOf } from './form-parts.ts'
import { isOfBeginning } from './notes.ts'

const hide = { schema: { hide: true } }
const DUMPS = 20
const REJECTS = 50
const UPLOAD_MS = 12 * 3_600_000
const MAX_FILENAME = 255

type Deps = Pick<GatewayDeps, 'dumps' | 'report' | 'dryRuns' | 'intake' | 'queue' | 'settings'> & {
  visitOf: VisitOf
  checkForm: CheckForm
  /** Aborts when the server closes: a dry run waits for the parser. */
  closing: AbortSignal
}

export const dumpPages: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { dumps, settings, visitOf } = deps
  const page = async (request: FastifyRequest, cursor: string, fault?: string) => {
    const list = await dumps.list({ limit: DUMPS, ...(cursor && { cursor }) })
    const { formats, maxDumpBytes: maxBytes } = settings
    return dumpsPage(visitOf(request), {
      list,
      first: cursor === '',
      formats,
      maxBytes,
      ...(fault && { fault }),
    })
  }

  app.get('/operator/dumps', hide, async (request, reply) =>
    sendPage(reply, await page(request, formFields(request.query).one('cursor'))),
  )

  const limits = { bodyLimit: settings.maxDumpBytes, handlerTimeout: UPLOAD_MS }
  app.post('/operator/dumps', { ...hide, ...limits }, async (request, reply) => {
    try {
      const upload = await readUpload(deps, request)
      if (upload.dryRun) {
        const found = await dryRun(deps, upload.bytes, upload)
        return sendPage(
          reply,
          dryRunPage(visitOf(request), { filename: upload.filename ?? 'the file', found }),
        )
      }
      const { id, duplicate } = await feed(deps, upload, request)
      return reply.redirect(`/operator/dumps/${id}?done=${duplicate ? 'duplicate' : 'stored'}`, 303)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.status === 401) throw error
      reply.code(error.status)
      return sendPage(reply, await page(request, '', error.message))
    }
  })

  app.get('/operator/dumps/:id', hide, async (request, reply) => {
    const { id } = request.params as { id: string }
    const { one } = formFields(request.query)
    const cursor = one('cursor')
    const [dump, report, rejects] = await Promise.all([
      dumps.get(id),
      deps.report(id),
      dumps.rejects(id, { limit: REJECTS, ...(cursor && { cursor }) }),
    ])
    if (!dump || !report || !rejects) throw noDump(id.slice(0, MAX_FILENAME))
    const visit = visitOf(request)
    const note = isEnded(dump) && isOfBeginning(one('done')) ? null : (visit.note ?? null)
    return sendPage(reply, dumpPage({ ...visit, note }, { dump, report, rejects, cursor }))
  })
}

type Upload = Parameters<GatewayDeps['intake']['store']>[1] & {
  bytes: AsyncIterable<Buffer>
  dryRun: boolean
}

async function readUpload({ settings, checkForm }: Deps, request: FastifyRequest): Promise<Upload> {
  const { maxDumpBytes: maxBytes, formats } = settings
  const { file, fields } = await fileOf(request, { maxBytes, checkForm })
  const date = fieldOf(fields, 'date') || null
  const format = fieldOf(fields, 'format') || 'auto'
  if (date !== null && !isCalendarDay(date))
    throw new AppError('BAD_REQUEST', 'The day is not one of the calendar. Write it as 2026-11-24.')
  if (format !== 'auto' && !formats.includes(format))
    throw new AppError('BAD_REQUEST', 'There is no such format.')
  const filename = cleanName(file.name)
  return { bytes: file.bytes, filename, date, format, maxBytes, dryRun: fieldOf(fields, 'dryRun') !== '' }
}

async function feed(
  { intake, queue, visitOf }: Deps,
  { bytes, ...options }: Upload,
  request: FastifyRequest,
) {
  const { log } = request
  const { filename, date, format, maxBytes } = options
  const { dump, duplicate, job } = await intake.store(bytes, { filename, date, format, maxBytes })
  if (job) await announceDump(queue, job, { dumpId: dump.id, log })
  const operator = shortId(visitOf(request).session)
  log.info({ operator, dumpId: dump.id, duplicate }, 'operator fed a dump')
  return { id: dump.id, duplicate }
}

function cleanName(name: string): string | null {
  return (
    name
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, MAX_FILENAME) || null
  )
}
