import '@paperboy/service-kit/small-heap'
import { createDatabase, ping, requireCurrentSchema } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import { createLogger, createMetrics, loadEnv, runService, serveHealth } from '@paperboy/service-kit'
import { FetcherEnv } from './env.ts'
import { readSourceFile } from './sources/source-file.ts'
import { startFetcher } from './start-fetcher.ts'

await runService('fetcher', async (stack) => {
  const env = loadEnv(FetcherEnv)
  const sources = env.SOURCES ? await readSourceFile(env.SOURCES) : []
  const log = createLogger('fetcher', env.LOG_LEVEL)
  const metrics = createMetrics('fetcher')
  const db = stack.use(createDatabase(env.DATABASE_URL, { applicationName: 'fetcher' }))
  const queue = await openQueue(env.QUEUE_URL, { log })
  stack.defer(() => queue.close())
  const checks = { database: () => ping(db), queue: () => queue.ping() }
  const health = await serveHealth({ host: env.HOST, port: env.HEALTH_PORT, checks, metrics, log })
  stack.defer(() => health.close())
  await requireCurrentSchema(db)
  const fetcher = await startFetcher({
    db,
    queue,
    log,
    metrics,
    maxDumpBytes: env.MAX_DUMP_BYTES,
    maxInflatedBytes: env.MAX_INFLATED_BYTES,
    inboxDir: env.INBOX_DIR ?? null,
    sources,
    seedsDir: env.INGEST_SEEDS ? env.SEEDS_DIR : null,
  })
  stack.use(fetcher)
  log.info({}, 'fetcher ready')
})
