import compress from '@fastify/compress'
import {
  ApiKey,
  BounceReport,
  DryRun,
  Dump,
  DumpReport,
  ErrorBody,
  NearDuplicate,
  NewKey,
  OperatorAct,
  Paper,
  PaperSources,
  Reject,
  SearchLatency,
  Source,
  SubscriptionRequest,
} from '@paperboy/contracts'
import { type FastifyInstance, fastify } from 'fastify'
import { arxivRoutes } from './arxiv-api/arxiv-routes.ts'
import { cacheAnswers } from './caching/answer-cache.ts'
import type { GatewayDeps } from './deps.ts'
import { exportRoutes } from './export/export-routes.ts'
import { feedRoutes } from './feeds/feed-routes.ts'
import { logActs } from './http/act-log.ts'
import { readBodies } from './http/bodies.ts'
import { callers } from './http/callers.ts'
import { clientQuotas } from './http/client-quotas.ts'
import { errorHandler, unknownRoute } from './http/errors.ts'
import { addEtags } from './http/etag.ts'
import { keyRing } from './http/key-ring.ts'
import { measureRequests } from './http/measure.ts'
import { operatorSessions } from './http/operator-sessions.ts'
import { type Operators, operators } from './http/operators.ts'
import { refuseOtherMethods } from './http/other-methods.ts'
import { protect } from './http/protection.ts'
import { serverOptions } from './http/server-options.ts'
import { endLingeringBodies, limitBodyTime } from './http/slow-bodies.ts'
import { validationError, validatorCompiler } from './http/validation.ts'
import { hubRoutes } from './huggingface/hub-routes.ts'
import { HubItem, HubPaperInfo } from './huggingface/schemas.ts'
import { mailFolder } from './mailbox/mail-folder.ts'
import { mcpRoutes } from './mcp/mcp-routes.ts'
import { serveAssets } from './pages/assets.ts'
import type { Site } from './pages/layout.ts'
import { mailboxRoutes } from './pages/mailbox/mailbox-routes.ts'
import { operatorHouse } from './pages/operator/operator-house.ts'
import { pageRoutes } from './pages/page-routes.ts'
import { sendErrorPage, unknownPage, wantsPage } from './pages/send-error-page.ts'
import { siteMapRoutes } from './pages/site-map-routes.ts'
import { subscriberRoutes } from './pages/subscriptions/subscriber-routes.ts'
import { CslItem } from './papers/csl.ts'
import { bouncesRoutes } from './routes/bounces.ts'
import { digestsRoutes } from './routes/digests.ts'
import { healthRoutes } from './routes/health.ts'
import { describeApi, openapiRoute } from './routes/openapi.ts'
import { operatorRoutes } from './routes/operator.ts'
import { paperRoutes } from './routes/paper.ts'
import { papersRoutes } from './routes/papers.ts'
import { subscriptionsRoutes } from './routes/subscriptions.ts'
import { suggestRoutes } from './routes/suggest.ts'
import { networkLimit } from './subscriptions/network-limit.ts'

const LINGER_MS = 15_000
const SMALL_BODY_MS = 30_000

/** The whole gateway, without a port. */
export async function buildApp(deps: GatewayDeps): Promise<FastifyInstance> {
  const { papers, digests, index, settings, checks, metrics } = deps
  const app: FastifyInstance = fastify(serverOptions(deps))
  const https = settings.publicUrl?.startsWith('https:') ?? false
  const { sessions, ring, known, access } = whoIsThere(deps, https)
  const closing = new AbortController()
  await prepare(app, deps)
  // Ahead of the rate limit, which asks who it is.
  app.addHook('onRequest', known.identify)
  const { quotaOf } = known
  await protect(app, { operators: access, perMinute: settings.rateLimitPerMinute, quotaOf, https })
  logActs(app, { actLog: deps.actLog, operators: access })
  cacheAnswers(app, () => deps.changes?.stamp() ?? null)
  await describeApi(app, settings.publicUrl)
  const refuseOthers = refuseOtherMethods(app)
  const site: Site = { assets: serveAssets(app), publicUrl: settings.publicUrl }
  app.setNotFoundHandler((request, reply) =>
    wantsPage(request)
      ? sendErrorPage(site, unknownPage(), request, reply)
      : Promise.reject(unknownRoute(request)),
  )

  await app.register(papersRoutes, { index, papers, now: deps.now })
  await app.register(paperRoutes, { index, papers })
  await app.register(suggestRoutes, { index })
  await app.register(digestsRoutes, { digests })
  await app.register(feedRoutes, { index, papers, digests, publicUrl: settings.publicUrl })
  await app.register(exportRoutes, { ...deps, operators: access, closing: closing.signal })
  await app.register(arxivRoutes, { ...deps, publicUrl: settings.publicUrl })
  await app.register(mcpRoutes, { ...deps, publicUrl: settings.publicUrl })
  await app.register(hubRoutes, { ...deps, publicUrl: settings.publicUrl })
  await app.register(healthRoutes, { checks, metrics, operators: access })
  await app.register(operatorRoutes, { ...deps, operators: access, ring, closing: closing.signal })
  await subscribing(app, deps, { site, access })
  await app.register(operatorHouse, {
    ...{ ...deps, site, sessions, operators: access, callers: known, ring },
    closing: closing.signal,
  })
  openapiRoute(app)
  await app.register(siteMapRoutes, { digests, publicUrl: settings.publicUrl })
  await app.register(pageRoutes, {
    papers,
    digests,
    index,
    site,
    operators: access,
    appearances: deps.appearances,
  })

  refuseOthers()
  app.addHook('preClose', async () => closing.abort())
  return app
}

function whoIsThere({ keys, sessionStore, log, settings }: GatewayDeps, https: boolean) {
  const { operatorKey, clientQuotas: quotas } = settings
  const sessions = operatorSessions({ operatorKey, https, store: sessionStore })
  const ring = keyRing({ keys, log })
  const known = callers({ operatorKey, ring, environmentQuotas: clientQuotas(quotas) })
  return { sessions, ring, known, access: operators({ callers: known, sessions }) }
}

/** Everything about mails that is not for operators alone. */
async function subscribing(
  app: FastifyInstance,
  deps: GatewayDeps,
  { site, access }: { site: Site; access: Operators },
): Promise<void> {
  const { subscriptions, queue, bounces, mailRule, settings } = deps
  // One count for the form and the API.
  const countNetwork = networkLimit(app)
  await app.register(subscriptionsRoutes, { subscriptions, queue, countNetwork })
  await app.register(bouncesRoutes, {
    ...{ bounces, mailRule, operators: access },
    secret: settings.bounceWebhookSecret,
  })
  await app.register(subscriberRoutes, { ...deps, site, countNetwork })
  if (deps.mailFolder) {
    await app.register(mailboxRoutes, { site, folder: mailFolder(deps.mailFolder), operators: access })
  }
}

async function prepare(app: FastifyInstance, { metrics }: GatewayDeps): Promise<void> {
  for (const schema of [
    NearDuplicate,
    Paper,
    PaperSources,
    Dump,
    Reject,
    DumpReport,
    DryRun,
    Source,
    ApiKey,
    NewKey,
    OperatorAct,
    SearchLatency,
    SubscriptionRequest,
    BounceReport,
    ErrorBody,
    HubItem,
    HubPaperInfo,
    CslItem,
  ])
    app.addSchema(schema)
  app.setValidatorCompiler(validatorCompiler([SubscriptionRequest, BounceReport, NewKey]))
  app.setSchemaErrorFormatter((errors) => validationError(errors as Parameters<typeof validationError>[0]))
  app.setErrorHandler(errorHandler)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  readBodies(app)
  measureRequests(app, metrics)
  endLingeringBodies(app, LINGER_MS)
  limitBodyTime(app, SMALL_BODY_MS, new Set(['/v1/dumps', '/operator/dumps', '/operator/subscribers']))
  addEtags(app)
  await app.register(compress, { encodings: ['br', 'gzip', 'zstd'], globalDecompression: false })
}
