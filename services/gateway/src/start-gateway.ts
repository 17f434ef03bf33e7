import type { AddressInfo } from 'node:net'
import {
  actLog,
  apiKeys,
  bounces,
  type Changes,
  type Database,
  deliveryReasons,
  digestsRead,
  dryRuns,
  dumpsAdmin,
  dumpsRead,
  indexTargets,
  intake,
  type LinkTokens,
  linkTokens,
  listings,
  mailOperators,
  minutes,
  nearDuplicates,
  outstandingJobs,
  paperSources,
  papersRead,
  ping,
  previews,
  readAppearances,
  readOverview,
  readReport,
  sessionStore,
  sourceAdmin,
  subscriptions,
  suppressionRule,
} from '@paperboy/database'
import { formatAliases, formatNames } from '@paperboy/formats'
import { announceAll, type JobQueue } from '@paperboy/queue'
import type { OpenedIndex } from '@paperboy/search'
import type { Log, Metrics } from '@paperboy/service-kit'
import { buildApp } from './app.ts'
import type { GatewayDeps } from './deps.ts'
import { startMinuteWriter } from './latency/minute-writer.ts'
import { type SearchTimes, searchTimes } from './latency/search-times.ts'

/** Requests at work get so long when the server closes; then their connections are cut. */
const DRAIN_MS = 4_000
/** So many days the chart of a paper page shows. */
const APPEARANCE_DAYS = 60

export type GatewayOptions = {
  db: Database
  queue: JobQueue
  search: OpenedIndex
  changes?: Changes | undefined
  metrics: Metrics
  log: Log
  host: string
  /** 0 takes a free one. */
  port: number
  operatorKey: string
  /** `http://host:port` if not given. */
  publicUrl?: string | undefined
  maxDumpBytes: number
  maxInflatedBytes: number
  rateLimitPerMinute: number
  /** `KEY=REQUESTS_PER_MINUTE`, a comma list. */
  clientQuotas?: string | undefined
  trustProxy?: string | undefined
  bounceWebhookSecret?: string | undefined
  /** Where mails are put as files, to be read at `/mail`. */
  mailFolder?: string | undefined
}

export type Gateway = AsyncDisposable & { url: string }

/** Serves on `host` and `port`. Disposing it takes no new requests and ends those at work. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, port } = options
  const times = searchTimes()
  const deps = bindDeps(options, { links: await linkTokens(options.db), times })
  const app = await buildApp(deps)
  await app.listen({ host, port })
  options.metrics.watchNeeds(deps.checks)
  const { db, log } = options
  const writer = startMinuteWriter({ minutes: minutes(db), actLog: actLog(db), times, log })
  const address = app.server.address() as AddressInfo
  return {
    url: urlOf(host, address.port),
    async [Symbol.asyncDispose]() {
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
      await app.close()
      clearTimeout(cut)
      await writer[Symbol.asyncDispose]()
    },
  }
}

type Made = { links: LinkTokens; times: SearchTimes }

function bindDeps(options: GatewayOptions, { links, times }: Made): GatewayDeps {
  const { db, queue, search, metrics, log, host, port, publicUrl, trustProxy, mailFolder, ...rest } = options
  const { bounceWebhookSecret, ...limits } = rest
  const url = publicUrl ?? (port === 0 ? undefined : urlOf(host, port))
  return {
    papers: papersRead(db),
    digests: digestsRead(db),
    listings: listings(db),
    dumps: dumpsRead(db),
    intake: intake(db),
    admin: dumpsAdmin(db),
    dryRuns: dryRuns(db),
    report: (dumpId) => readReport(db, dumpId),
    sources: sourceAdmin(db),
    index: search.index,
    queue,
    boardQueues: () => queue.boardQueues(),
    subscriptions: subscriptions(db, links),
    mail: mailOperators(db, links),
    previews: previews(db),
    bounces: bounces(db),
    mailRule: (all) => suppressionRule(all),
    deliveryReasons: (date) => deliveryReasons(db, date),
    ...(mailFolder && { mailFolder }),
    ...(options.changes && { changes: options.changes }),
    appearances: (paperId) => readAppearances(db, paperId, { limit: APPEARANCE_DAYS }),
    paperSources: (paperId) => paperSources(db, paperId),
    nearDuplicates: (options) => nearDuplicates(db, options),
    overview: () => readOverview(db),
    ...{ keys: apiKeys(db), sessionStore: sessionStore(db), actLog: actLog(db) },
    minutes: minutes(db),
    requeue: async () => ({ announced: await announceAll(queue, await outstandingJobs(db)) }),
    reindex: () => askForIndex(db, queue, log),
    checks: { database: () => ping(db), queue: () => queue.ping(), search: () => search.admin.ping() },
    metrics: observed(metrics, times),
    log,
    settings: {
      ...limits,
      formats: [...formatNames, ...formatAliases],
      ...(url && { publicUrl: url }),
      ...(trustProxy !== undefined && { trustProxy }),
      ...(bounceWebhookSecret && { bounceWebhookSecret }),
    },
  }
}

function observed(metrics: Metrics, times: SearchTimes): GatewayDeps['metrics'] {
  return {
    ...{ contentType: metrics.contentType, text: metrics.text },
    request(request, ms) {
      metrics.request(request, ms)
      times.observe(request, ms)
    },
  }
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** What is asked for is safe in Postgres; a queue that is away only delays it. */
async function askForIndex(db: Database, queue: JobQueue, log: Log): Promise<void> {
  await indexTargets(db).requestRebuild()
  await queue.send('index.rebuild', {}, { key: 'rebuild' }).catch((err: unknown) => {
    log.warn({ err }, 'reindex asked for, the sweeper will announce it')
  })
}
