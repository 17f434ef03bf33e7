import { createDatabase, ping, requireCurrentSchema } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import { createLogger, createMetrics, loadEnv, runService, serveHealth } from '@paperboy/service-kit'
import { ParserEnv } from './env.ts'
import { startParser } from './start-parser.ts'

await runService('parser', async (stack) => {
  const env = loadEnv(ParserEnv)
  const log = createLogger('parser', env.LOG_LEVEL)
  const metrics = createMetrics('parser')
  const db = stack.use(createDatabase(env.DATABASE_URL, { applicationName: 'parser' }))
  const queue = await openQueue(env.QUEUE_URL, { log })
  stack.defer(() => queue.close())
  const checks = { database: () => ping(db), queue: () => queue.ping() }
  const health = await serveHealth({ host: env.HOST, port: env.HEALTH_PORT, checks, metrics, log })
  stack.defer(() => health.close())
  await requireCurrentSchema(db)
  stack.use(await startParser({ db, queue, log, metrics }))
  log.info({}, 'parser ready')
})
