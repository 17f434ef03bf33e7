import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createDatabase, type Database, followVectors, migrate, watchChanges } from '@paperboy/database'
import { readSourceFile, startFetcher } from '@paperboy/fetcher'
import { startGateway } from '@paperboy/gateway'
import { startIndexer } from '@paperboy/indexer'
import { openTransport, smtpOptions, startMailer } from '@paperboy/mailer'
import { startParser } from '@paperboy/parser'
import { type JobQueue, openQueue } from '@paperboy/queue'
import { configuredEmbeddings, configuredMeaning, openIndex, openMatcher } from '@paperboy/search'
import { createMetrics, type Log, type Metrics } from '@paperboy/service-kit'
import { lockDataFolder } from './data-folder-lock.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { expectFreePort } from './port-free.ts'
import { type Env, inboxOf, mailFolderOf, operatorKey } from './settings.ts'
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
  await expectFreePort(env.HOST, env.PORT)
  const sources = env.SOURCES ? await readSourceFile(env.SOURCES) : []
  const databaseUrl = env.DATABASE_URL ?? (await embedded(stack, dataDir))
  await migrate(databaseUrl)
  const database = stack.use(createDatabase(databaseUrl, { applicationName: 'paperboy', max: 16 }))
  const changes = stack.use(watchChanges(databaseUrl, 'paperboy-changes'))
  const searchUrl = env.SEARCH_URL ?? `sqlite:${join(dataDir, 'search')}`
  const semantic = configuredMeaning(env, { source: (...from) => followVectors(database, ...from), log })
  stack.defer(() => semantic?.close())
  const search = await openIndex(searchUrl, { log, meaning: semantic?.meaning, stamp: () => changes.stamp() })
  stack.defer(() => search.close())
  const queue = await openQueue(env.QUEUE_URL ?? databaseUrl, { log, closeMs: CONSUMERS_CLOSE_MS })
  stack.defer(() => queue.close())
  const metrics = createMetrics('standalone')
  metrics.watchQueue(() => queue.depths())
  const services = stack.use(together())
  const common = { db: database, queue, log, metrics }
  services.add(await startIndexer({ ...common, search, embeddings: configuredEmbeddings(env) }))
  services.add(await startParser(common))
  const fetcher = await startFetcher({
    ...common,
    maxDumpBytes: env.MAX_DUMP_BYTES,
    maxInflatedBytes: env.MAX_INFLATED_BYTES,
    inboxDir: inboxOf(env),
    seedsDir: env.INGEST_SEEDS ? seedsDir : null,
    sources,
  })
  services.add(fetcher)
  const gateway = await startGateway({
    ...common,
    ...{ search, changes },
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    operatorKey: await operatorKey(dataDir, env.OPERATOR_KEY),
    maxDumpBytes: env.MAX_DUMP_BYTES,
    maxInflatedBytes: env.MAX_INFLATED_BYTES,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    clientQuotas: env.CLIENT_QUOTAS,
    trustProxy: env.TRUST_PROXY,
    mailFolder: mailFolderOf(env),
    bounceWebhookSecret: env.BOUNCE_WEBHOOK_SECRET,
  })
  services.add(gateway)
  services.add(await mailer(stack, env, { ...common, searchUrl, publicUrl: env.PUBLIC_URL ?? gateway.url }))
  return { url: gateway.url, seeded: fetcher.seeded, database }
}

type MailerDeps = {
  db: Database
  queue: JobQueue
  log: Log
  metrics: Metrics
  searchUrl: string
  publicUrl: string
}

/** Without a mail server, mails go into a folder of the data folder, where the gateway shows them. */
async function mailer(stack: AsyncDisposableStack, env: Env, deps: MailerDeps): Promise<AsyncDisposable> {
  const { searchUrl, publicUrl, ...common } = deps
  const opened = await openMatcher(searchUrl, { log: common.log })
  stack.defer(() => opened.close())
  const transport = openTransport(
    env.SMTP_URL ?? pathToFileURL(join(env.DATA_DIR, 'mail')).href,
    smtpOptions(env),
  )
  stack.defer(() => transport.close())
  return startMailer({
    ...common,
    matcher: opened.matcher,
    transport,
    publicUrl: publicUrl.replace(/\/$/, ''),
    settings: env,
  })
}

async function embedded(stack: AsyncDisposableStack, dataDir: string): Promise<string> {
  const postgres = await startEmbeddedPostgres(dataDir)
  stack.defer(() => postgres.stop())
  return postgres.url
}
