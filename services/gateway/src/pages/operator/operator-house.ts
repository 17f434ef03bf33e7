import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import type { Callers } from '../../http/callers.ts'
import type { KeyRing } from '../../http/key-ring.ts'
import type { OperatorSessions } from '../../http/operator-sessions.ts'
import type { Operators } from '../../http/operators.ts'
import type { Site } from '../layout.ts'
import { sendErrorPage } from '../send-error-page.ts'
import { actRoutes } from './act-routes.ts'
import { boardRoutes } from './board-routes.ts'
import { deliveryPages } from './delivery-routes.ts'
import { doorkeeper } from './doorkeeper.ts'
import { dumpPages } from './dump-routes.ts'
import { figuresRoutes } from './figures-routes.ts'
import { keyPages } from './key-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import { paperPages } from './paper-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { sourcePages } from './source-routes.ts'
import { subscriberPages } from './subscriber-routes.ts'

type Deps = GatewayDeps & {
  site: Site
  sessions: OperatorSessions
  operators: Operators
  callers: Callers
  ring: KeyRing
  closing: AbortSignal
}

/** The operators' pages. They call the same functions as the routes of the API, and are kept nowhere. */
export const operatorHouse: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { site, sessions, operators } = deps
  app.setErrorHandler((error, request, reply) => sendErrorPage(site, error, request, reply))
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-robots-tag': 'noindex, nofollow',
    })
  })
  await app.register(formbody)
  await app.register(multipart)
  await app.register(signInRoutes, { site, sessions, callers: deps.callers })
  await app.register(async (inside) => {
    const door = doorkeeper({ site, sessions, operators })
    inside.addHook('onRequest', door.admit)
    inside.addHook('preHandler', async (request) => {
      // Uploads are read by their own routes, which check the field before they take the file.
      if (request.method === 'POST' && !request.isMultipart()) door.checkForm(request, csrfOf(request))
    })
    const visitOf = door.visitOf
    await inside.register(overviewRoutes, { ...deps, visitOf })
    await inside.register(dumpPages, { ...deps, visitOf, checkForm: door.checkForm })
    await inside.register(deliveryPages, { ...deps, visitOf })
    await inside.register(subscriberPages, { ...deps, visitOf, checkForm: door.checkForm })
    await inside.register(sourcePages, { ...deps, visitOf })
    await inside.register(keyPages, { ...deps, visitOf })
    await inside.register(figuresRoutes, { ...deps, visitOf })
    await inside.register(paperPages, { ...deps, visitOf })
    await inside.register(actRoutes, { ...deps, visitOf })
    const { boardQueues } = deps
    if (boardQueues) await inside.register(boardRoutes, { boardQueues, site })
  })
}

function csrfOf({ body }: FastifyRequest): string {
  const value = body && typeof body === 'object' ? Reflect.get(body, 'csrf') : undefined
  if (typeof value === 'string') return value
  throw new AppError('BAD_REQUEST', 'The form is not complete. Open its page again.')
}
