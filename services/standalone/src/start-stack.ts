import { join } from 'node:path'
import { createDatabase, migrate } from '@paperboy/database'
import { startFetcher } from '@paperboy/fetcher'
import { startGateway } from '@paperboy/gateway'
import { startIndexer } from '@paperboy/indexer'
import { startParser } from '@paperboy/parser'
import { openQueue } from '@paperboy/queue'
import { openIndex } from '@paperboy/search'
import { createMetrics, type Log } from '@paperboy/service-kit'
import { lockDataFolder } from './data-folder-lock.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { type Env, operatorKey } from './settings.ts'
import { together } from './together.ts'

/** Stopping must end within ten seconds in all: the services together first, then what they stand on. */
const CONSUMERS_CLOSE_MS = 3_000

export type Stack = { url: string; seeded: string[]; database: ReturnType<typeof createDatabase> }

/** All services in one process, on what the environment names or on what is embedded. */
export async function startStack(
  stack: AsyncDisposableStack,
  env: Env,
  seedsDir: string,
  log: Log,
): Promise<Stack> {
  const dataDir = env.DATA_DIR
  stack.use(await lockDataFolder(dataDir))
  const databaseUrl = env.DATABASE_URL ?? (await embedded(stack, dataDir))
  await migrate(databaseUrl)
  const database = stack.use(createDatabase(databaseUrl, { applicationName: 'paperboy', max: 16 }))
  const search = await openIndex(env.SEARCH_URL ?? `sqlite:${join(dataDir, 'search')}`, { log })
  stack.defer(() => search.close())
  const queue = await openQueue(env.QUEUE_URL ?? databaseUrl, { log, closeMs: CONSUMERS_CLOSE_MS })
  stack.defer(() => queue.close())
  const metrics = createMetrics('standalone')
  metrics.watchQueue(() => queue.depths())
  const services = stack.use(together())
  const common = { db: database, queue, log, metrics }
  services.add(await startIndexer({ ...common, search }))
  services.add(await startParser(common))
  const fetcher = await startFetcher({
    ...common,
    maxDumpBytes: env.MAX_DUMP_BYTES,
    maxInflatedBytes: env.MAX_INFLATED_BYTES,
    inboxDir: env.INBOX_DIR ?? join(dataDir, 'inbox'),
    seedsDir: env.INGEST_SEEDS ? seedsDir : null,
  })
  services.add(fetcher)
  const gateway = await startGateway({
    ...common,
    search,
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    operatorKey: await operatorKey(dataDir, env.OPERATOR_KEY),
    maxDumpBytes: env.MAX_DUMP_BYTES,
    maxInflatedBytes: env.MAX_INFLATED_BYTES,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
  })
  services.add(gateway)
  return { url: gateway.url, seeded: fetcher.seeded, database }
}

async function embedded(stack: AsyncDisposableStack, dataDir: string): Promise<string> {
  const postgres = await startEmbeddedPostgres(dataDir)
  stack.defer(() => postgres.stop())
  return postgres.url
}
