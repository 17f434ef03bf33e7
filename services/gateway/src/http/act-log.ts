import type { ActLog } from '@paperboy/database'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { shortId } from './operator-sessions.ts'
import type { Operators } from './operators.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const MAX_TARGET = 300
/** Forms that are no act of /operator/acts. */
const pageActs: Record<string, string> = {
  '/operator/dumps': 'createDump',
  '/operator/subscribers': 'importSubscribers',
  '/operator/sources': 'saveSource',
  '/operator/keys': 'createKey',
}

/** Buttons of the pages, by the name that the same has in the API where it is there too. */
const buttons: Record<string, string> = {
  ...{
    replay: 'replayDump',
    undo: 'undoDump',
    'replay-rejects': 'replayRejects',
    'send-digest': 'sendDigest',
  },
  ...{ resend: 'resendMail', drop: 'dropMail', 'retry-dead': 'retryDeadJobs', 'revoke-key': 'revokeKey' },
  ...{ 'end-sessions': 'endSessions', unsubscribe: 'unsubscribeSubscriber', erase: 'eraseSubscriber' },
  ...{ 'poll-source': 'pollSource', 'pause-source': 'pauseSource', 'resume-source': 'resumeSource' },
  'remove-source': 'removeSource',
}

type Deps = { actLog: Pick<ActLog, 'note'>; operators: Pick<Operators, 'of'> }

/** Notes what operators change, with the answer they got, before they get it. One hook, so that no route is forgotten. */
export function logActs(app: FastifyInstance, { actLog, operators }: Deps): void {
  app.addHook('onSend', async (request, reply) => {
    if (READS.has(request.method)) return
    const operator = operators.of(request)
    const act = operator && actOf(request, String(reply.getHeader('location') ?? ''))
    if (!act) return
    const { name: who, session } = operator
    const via = session || request.url.startsWith('/operator') ? 'page' : 'api'
    const entry = {
      who,
      via,
      session: session && shortId(session),
      status: reply.statusCode,
      ...act,
    } as const
    request.log.warn(entry, 'operator acted')
    await actLog
      .note(entry)
      .catch((err: unknown) => request.log.error({ err, ...entry }, 'an act was not noted'))
  })
}

type Fields = Record<string, unknown>

/** `location`: of what was made, which names it best. */
function actOf(request: FastifyRequest, location: string): { act: string; target: string | null } | null {
  const { url = '', schema } = request.routeOptions
  const params = (request.params ?? {}) as Fields
  const body = (request.body && typeof request.body === 'object' ? request.body : {}) as Fields
  const query = (request.query ?? {}) as Fields
  if (url === '/operator/acts/:act')
    // Without "sure" it was only asked.
    return body.sure === 'yes' ? { act: buttonName(text(params.act)), target: text(body.id) } : null
  const operationId = (schema as { operationId?: string } | undefined)?.operationId
  const act = pageActs[url] ?? operationId
  if (!act || query.dryRun === true) return null
  const named = Object.values(params).map(text).filter(Boolean).join(' ')
  return { act, target: named || text(body.name ?? query.filename ?? madeId(location)) }
}

function buttonName(act: string | null): string {
  return act !== null && Object.hasOwn(buttons, act) ? (buttons[act] ?? act) : (act ?? '')
}

function madeId(location: string): string | undefined {
  return /^\/(?:v1|operator)\/dumps\/([^/?]+)/.exec(location)?.[1]
}

function text(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  // Postgres keeps no NUL and no half of a character.
  return value.slice(0, MAX_TARGET).replaceAll('\0', '\uFFFD').toWellFormed()
}
