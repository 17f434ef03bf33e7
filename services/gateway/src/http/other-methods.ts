import { AppError } from '@paperboy/service-kit'
import type { FastifyInstance, HTTPMethods } from 'fastify'

/**
 * Notes which methods each address has. Call what it returns after the last route: addresses then answer
 * 405 to the other methods, with `Allow`, where they would have said that there is no such thing, and
 * OPTIONS with the same `Allow`.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    for (const name of [method].flat()) known.add(name)
    methods.set(url, known)
  })
  return () => {
    for (const [url, names] of [...methods]) {
      // What is registered from here on is noted as well.
      const known = [...names]
      // The preflight of addresses that are not there has a route of its own.
      if (url === '*') continue
      const others = app.supportedMethods.filter((name) => name !== 'OPTIONS' && !known.includes(name))
      if (others.length > 0) refuse(app, url, { others, known })
      if (!known.includes('OPTIONS')) tell(app, url, known)
    }
  }
}

type Methods = { others: string[]; known: string[] }

function refuse(app: FastifyInstance, url: string, { others, known }: Methods): void {
  app.route({
    url,
    method: others as HTTPMethods[],
    schema: { hide: true },
    exposeHeadRoute: false,
    // Before the body is looked at.
    onRequest: async (request, reply) => {
      reply.header('allow', known.join(', '))
      throw new AppError(
        'METHOD_NOT_ALLOWED',
        `${request.method} is not for this address. Use ${known.join(', ')}.`,
      )
    },
    handler: () => null,
  })
}

function tell(app: FastifyInstance, url: string, known: string[]): void {
  app.options(url, { schema: { hide: true } }, (_request, reply) =>
    reply
      .header('allow', [...known, 'OPTIONS'].join(', '))
      .code(204)
      .send(),
  )
}
