import type { OperatorScope } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Callers, type KeyHolder, OPERATOR_KEY_NAME } from './callers.ts'
import type { OperatorSession, OperatorSessions } from './operator-sessions.ts'

/** Who acts; the session when it is a person on the pages. */
export type Operator = KeyHolder & { session: OperatorSession | null }

export type Operators = {
  /** Whether the request carries an operator's key that may do this. */
  isOperator(request: FastifyRequest): boolean
  /** By key or by session, whatever it may do; asks for the session once per request. */
  admit(request: FastifyRequest): Promise<Operator | null>
  /** Who was admitted. */
  of(request: FastifyRequest): Operator | null
  /** Whether who was admitted would be now; a look-up that fails ends nothing. */
  isStillIn(request: FastifyRequest): Promise<boolean>
  /**
   * Hook that lets operators pass, as far as their key goes, and refuses everybody else. Who has signed in
   * on /operator may read: a cookie alone, which a browser sends by itself, changes nothing.
   */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

type Deps = {
  callers: Pick<Callers, 'operator' | 'stillHolds' | 'quotaOf'>
  sessions: Pick<OperatorSessions, 'operator'>
}

export function operators({ callers, sessions }: Deps): Operators {
  const admitted = new WeakMap<FastifyRequest, Operator>()
  const byKey = (request: FastifyRequest): Operator | null => {
    const holder = callers.operator(request)
    return holder && { ...holder, session: null }
  }
  const bySession = async (request: FastifyRequest): Promise<Operator | null> => {
    const session = await sessions.operator(request)
    if (!session) return null
    const { keyId, keyName, scope } = session
    return { name: keyName ?? OPERATOR_KEY_NAME, keyId, scope, session }
  }
  const admit = async (request: FastifyRequest) => {
    const operator = admitted.get(request) ?? byKey(request) ?? (await bySession(request))
    if (operator) admitted.set(request, operator)
    return operator
  }
  return {
    isOperator(request) {
      const holder = callers.operator(request)
      return holder !== null && mayDo(holder.scope, request)
    },
    admit,
    of: (request) => admitted.get(request) ?? null,
    async isStillIn(request) {
      const asked = admitted.get(request)?.session
        ? sessions.operator(request).then((session) => session !== null)
        : callers.stillHolds(request)
      return asked.catch(() => true)
    },
    async require(request, reply) {
      reply.header('cache-control', 'no-store')
      const operator = await admit(request)
      if (!operator && callers.quotaOf(request)) throw forbidden('client')
      if (!operator || (operator.session && !isRead(request))) throw unauthorized(request, reply)
      refuseBeyond(operator.scope, request)
    },
  }
}

function unauthorized(request: FastifyRequest, reply: FastifyReply): AppError {
  const given = request.headers.authorization !== undefined
  reply.header('www-authenticate', `Bearer realm="paperboy"${given ? ', error="invalid_token"' : ''}`)
  const what = given ? 'The operator key is not right.' : 'This is for operators.'
  return new AppError('UNAUTHORIZED', `${what} Send "Authorization: Bearer KEY".`)
}

/** Throws when a key of this scope may not do what the request asks for. */
export function refuseBeyond(scope: OperatorScope, request: FastifyRequest): void {
  if (!mayDo(scope, request)) throw forbidden(scope)
}

function forbidden(scope: OperatorScope | 'client'): AppError {
  return new AppError(
    'FORBIDDEN',
    `A key with the scope "${scope}" may not do this. Use one with another scope.`,
  )
}

function mayDo(scope: OperatorScope, request: FastifyRequest): boolean {
  const route = request.routeOptions.url ?? ''
  switch (scope) {
    case 'all':
      return true
    case 'read':
      return isRead(request) && !isMail(route)
    case 'ingest':
      return route === '/v1/dumps' || (isRead(request) && route.startsWith('/v1/dumps/'))
    default:
      return scope satisfies never
  }
}

/** A sent mail holds the links by which its reader confirms, changes and ends a subscription. */
function isMail(route: string): boolean {
  return route === '/mail' || route.startsWith('/mail/')
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}
