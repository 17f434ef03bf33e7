import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import type { CountNetwork } from '../../subscriptions/network-limit.ts'
import type { Site } from '../layout.ts'
import { linkRoutes } from './link-routes.ts'
import { manageRoutes } from './manage-routes.ts'
import { subscribeRoutes } from './subscribe-routes.ts'

type Deps = Pick<GatewayDeps, 'subscriptions' | 'queue' | 'captcha' | 'mailFolder' | 'now'> & {
  site: Site
  countNetwork: CountNetwork
}

/** The pages of subscribers. Addresses that hold a token go nowhere: not to other sites, caches or search engines. */
export const subscriberRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { site, subscriptions, queue, countNetwork, captcha } = deps
  await app.register(formbody)
  await app.register(subscribeRoutes, {
    ...{ site, subscriptions, queue, countNetwork, captcha },
    hasMailbox: Boolean(deps.mailFolder),
  })
  await app.register(async (secret) => {
    secret.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
      })
    })
    await secret.register(linkRoutes, { site, subscriptions })
    await secret.register(manageRoutes, { site, subscriptions, queue, now: deps.now ?? (() => new Date()) })
  })
}
