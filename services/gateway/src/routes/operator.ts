import type { FastifyPluginAsync } from 'fastify'
import type { GatewayDeps } from '../deps.ts'
import type { KeyRing } from '../http/key-ring.ts'
import type { Operators } from '../http/operators.ts'
import { actsRoutes } from './acts.ts'
import { digestPreviewRoutes } from './digest-preview.ts'
import { digestSendRoutes } from './digest-send.ts'
import { dumpStreamRoutes } from './dump-streams.ts'
import { dumpUploadRoutes } from './dump-upload.ts'
import { dumpsRoutes } from './dumps.ts'
import { issuesRoutes } from './issues.ts'
import { keysRoutes } from './keys.ts'
import { latencyRoutes } from './latency.ts'
import { nearDuplicatesRoutes } from './near-duplicates.ts'
import { paperSourcesRoutes } from './paper-sources.ts'
import { queueRoutes } from './queue.ts'
import { sourcesRoutes } from './sources.ts'
import { subscribersRoutes } from './subscribers.ts'

type Deps = GatewayDeps & {
  operators: Operators
  ring: KeyRing
  closing: AbortSignal
}

/** Everything behind the operator key. */
export const operatorRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { dumps, intake, admin, queue, requeue, reindex, settings, closing, now = () => new Date() } = deps
  app.addHook('onRequest', deps.operators.require)
  await app.register(dumpUploadRoutes, { intake, queue, settings, closing, dryRuns: deps.dryRuns })
  await app.register(dumpsRoutes, { dumps, admin, queue, report: deps.report })
  await app.register(dumpStreamRoutes, { dumps, operators: deps.operators, closing })
  await app.register(sourcesRoutes, {
    operators: deps.operators,
    sources: deps.sources,
    formats: settings.formats,
    now,
  })
  await app.register(keysRoutes, deps)
  await app.register(actsRoutes, { actLog: deps.actLog })
  await app.register(latencyRoutes, { minutes: deps.minutes, now })
  await app.register(paperSourcesRoutes, deps)
  await app.register(nearDuplicatesRoutes, deps)
  await app.register(queueRoutes, { queue, requeue, reindex })
  const { mail, digests, deliveryReasons } = deps
  await app.register(subscribersRoutes, { mail, now })
  await app.register(issuesRoutes, { mail, deliveryReasons, queue })
  await app.register(digestSendRoutes, { mail, digests, queue, closing })
  await app.register(digestPreviewRoutes, { previews: deps.previews, queue, closing })
}
