import { createDatabase, ping, requireCurrentSchema } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import { configuredEmbeddings, openIndex } from '@paperboy/search'
import { createLogger, createMetrics, loadEnv, runService, serveHealth } from '@paperboy/service-kit'
import { IndexerEnv } from './env.ts'
import { startIndexer } from './start-indexer.ts'

await runService('indexer', async (stack) => {
  const env = loadEnv(IndexerEnv)
  const log = createLogger('indexer', env.LOG_LEVEL)
  const metrics = createMetrics('indexer')
  const db = stack.use(createDatabase(env.DATABASE_URL, { applicationName: 'indexer' }))
  const search = await openIndex(env.SEARCH_URL, { log })
  stack.defer(() => search.close())
  const queue = await openQueue(env.QUEUE_URL, { log })
  stack.defer(() => queue.close())
  const checks = { database: () => ping(db), queue: () => queue.ping(), search: () => search.admin.ping() }
  const health = await serveHealth({ host: env.HOST, port: env.HEALTH_PORT, checks, metrics, log })
  stack.defer(() => health.close())
  await requireCurrentSchema(db)
  stack.use(await startIndexer({ db, queue, search, embeddings: configuredEmbeddings(env), log, metrics }))
  log.info({}, 'indexer ready')
})
