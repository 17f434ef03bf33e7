import { AppError, sameSecret } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type Operators = {
  /** Whether the request carries the operator key. */
  isOperator(request: FastifyRequest): boolean
  /** Hook that lets operators pass and answers 401 to everybody else. */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

export function operators(operatorKey: string): Operators {
  const isOperator = (request: FastifyRequest) => {
    const [, token] = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
    return token !== undefined && sameSecret(token, operatorKey)
  }
  return {
    isOperator,
    async require(request, reply) {
      reply.header('cache-control', 'no-store')
      if (isOperator(request)) return
      const given = request.headers.authorization !== undefined
      reply.header('www-authenticate', `Bearer realm="paperboy"${given ? ', error="invalid_token"' : ''}`)
      throw new AppError(
        'UNAUTHORIZED',
        `${given ? 'The operator key is not right.' : 'This is for operators.'} Send "Authorization: Bearer KEY".`,
      )
    },
  }
}
