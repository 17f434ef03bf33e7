import { createDatabase, ping, requireCurrentSchema } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import {
  createLogger,
  createMetrics,
  loadEnv,
  runService,
  serveHealth,
  settings,
} from '@paperboy/service-kit'
import { Type } from 'typebox'
import { openTransport } from './open-transport.ts'

const { DATABASE_URL, QUEUE_URL, SMTP_URL, LOG_LEVEL, HOST, HEALTH_PORT } = settings
const Env = Type.Object({ DATABASE_URL, QUEUE_URL, SMTP_URL, LOG_LEVEL, HOST, HEALTH_PORT })

await runService('mailer', async (stack) => {
  const env = loadEnv(Env)
  const log = createLogger('mailer', env.LOG_LEVEL)
  const metrics = createMetrics('mailer')
  const db = stack.use(createDatabase(env.DATABASE_URL, { applicationName: 'mailer' }))
  const queue = await openQueue(env.QUEUE_URL, { log })
  stack.defer(() => queue.close())
  const transport = openTransport(env.SMTP_URL)
  stack.defer(() => transport.close())
  const checks = { database: () => ping(db), queue: () => queue.ping(), smtp: () => transport.ping() }
  const health = await serveHealth({ host: env.HOST, port: env.HEALTH_PORT, checks, metrics, log })
  stack.defer(() => health.close())
  await requireCurrentSchema(db)
  log.info({}, 'mailer ready')
})
