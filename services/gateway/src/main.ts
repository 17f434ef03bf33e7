import '@paperboy/service-kit/small-heap'
import { fileURLToPath } from 'node:url'
import { createDatabase, followVectors, requireCurrentSchema, watchChanges } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import { configuredMeaning, openIndex } from '@paperboy/search'
import { createLogger, createMetrics, runService } from '@paperboy/service-kit'
import { readEnv } from './env.ts'
import { startGateway } from './start-gateway.ts'

await runService('gateway', async (stack) => {
  const env = readEnv(process.env)
  const log = createLogger('gateway', env.LOG_LEVEL)
  const db = stack.use(createDatabase(env.DATABASE_URL, { applicationName: 'paperboy-gateway' }))
  await requireCurrentSchema(db)
  const queue = stack.adopt(await openQueue(env.QUEUE_URL, { log }), (it) => it.close())
  const semantic = configuredMeaning(env, { source: (...from) => followVectors(db, ...from), log })
  stack.defer(() => semantic?.close())
  const changes = stack.use(watchChanges(env.DATABASE_URL, 'paperboy-gateway-changes'))
  const search = stack.adopt(
    await openIndex(env.SEARCH_URL, { log, meaning: semantic?.meaning, stamp: () => changes.stamp() }),
    (it) => it.close(),
  )
  const metrics = createMetrics('gateway')
  metrics.watchQueue(() => queue.depths())
  const gateway = await startGateway({
    ...{ db, queue, search, changes, metrics, log },
    host: env.HOST,
    port: env.PORT,
    operatorKey: env.OPERATOR_KEY,
    publicUrl: env.PUBLIC_URL,
    maxDumpBytes: env.MAX_DUMP_BYTES,
    maxInflatedBytes: env.MAX_INFLATED_BYTES,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    clientQuotas: env.CLIENT_QUOTAS,
    trustProxy: env.TRUST_PROXY,
    bounceWebhookSecret: env.BOUNCE_WEBHOOK_SECRET,
    mailFolder: env.SMTP_URL?.startsWith('file:') ? fileURLToPath(env.SMTP_URL) : undefined,
  })
  stack.use(gateway)
  log.info({ url: gateway.url }, 'gateway ready')
})
