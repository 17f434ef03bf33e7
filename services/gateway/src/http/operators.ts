import { AppError, sameSecret } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OperatorSessions } from './operator-sessions.ts'

export type Operators = {
  /** Whether the key is the operator key. */
  isKey(key: string): boolean
  /** Whether the request carries the operator key. */
  isOperator(request: FastifyRequest): boolean
  /**
   * Hook that lets operators pass and answers 401 to everybody else. Who has signed in on /operator may
   * read: a cookie alone, which a browser sends by itself, changes nothing.
   */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

export function operators(operatorKey: string, sessions: Pick<OperatorSessions, 'operator'>): Operators {
  const isKey = (key: string) => sameSecret(key, operatorKey)
  const isOperator = (request: FastifyRequest) => {
    const [, token] = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
    return token !== undefined && isKey(token)
  }
  return {
    isKey,
    isOperator,
    async require(request, reply) {
      reply.header('cache-control', 'no-store')
      const read = request.method === 'GET' || request.method === 'HEAD'
      if (isOperator(request) || (read && sessions.operator(request))) return
      const given = request.headers.authorization !== undefined
      reply.header('www-authenticate', `Bearer realm="paperboy"${given ? ', error="invalid_token"' : ''}`)
      throw new AppError(
        'UNAUTHORIZED',
        `${given ? 'The operator key is not right.' : 'This is for operators.'} Send "Authorization: Bearer KEY".`,
      )
    },
  }
}
