import type {
  Dump,
  DumpReport,
  JobName,
  NearDuplicate,
  Paper,
  PaperSources,
  Reject,
} from '@paperboy/contracts'
import type {
  ActLog,
  ApiKeys,
  AppearanceDay,
  Bounces,
  Changes,
  DeliveryReason,
  DryRuns,
  Listings,
  MailOperators,
  Minutes,
  Overview,
  Previews,
  SessionStore,
  SourceAdmin,
  StoredBounce,
  StoredDump,
  Subscriptions,
} from '@paperboy/database'
import type { BoardQueue, DeadJob, JobQueue } from '@paperboy/queue'
import type { PaperIndex } from '@paperboy/search'
import type { Checks, Log } from '@paperboy/service-kit'
import type { FastifyBaseLogger } from 'fastify'

/** What the gateway asks of the rest; the composition root binds it to stores, queue and index. */

export type PaperReader = {
  /** In the order of `ids`; ids that are gone are left out. */
  byIds(ids: string[]): Promise<Paper[]>
  /** By own id, arXiv id with or without version, or DOI. */
  find(reference: string): Promise<Paper | null>
}

export type DigestReader = {
  /** Newest first: the newest of all, those next before a day, or those next after one. */
  list(options: {
    limit: number
    before?: string
    after?: string
  }): Promise<{ date: string; papers: number }[]>
  /** Null when the day has no digest. */
  byDate(date: string, options: { limit: number; offset?: number }): Promise<Paper[] | null>
}

type List<T> = { items: T[]; nextCursor: string | null }
type ListOptions = { limit: number; cursor?: string }

export type DumpReader = {
  get(id: string): Promise<Dump | null>
  list(options: ListOptions & { parent?: string }): Promise<List<Dump>>
  rejects(id: string, options: ListOptions): Promise<List<Reject> | null>
  raw(id: string): Promise<{
    bytes: number
    filename: string | null
    stream: AsyncGenerator<Uint8Array>
  } | null>
}

export type DumpIntake = {
  store(
    bytes: AsyncIterable<Uint8Array>,
    options: { filename: string | null; date: string | null; format: string; maxBytes: number },
  ): Promise<StoredDump>
}

export type DumpAdmin = {
  replay(id: string): Promise<Dump | null>
  replayRejects(id: string): Promise<{ dump: Dump; dumpIds: string[] } | null>
  undo(id: string): Promise<{ dump: Dump; undone: boolean } | null>
}

export type Index = Pick<PaperIndex, 'search' | 'similar' | 'suggest'>
export type Queue = Pick<JobQueue, 'send' | 'depths' | 'retryDead'> & {
  dead(options?: { name?: JobName; limit?: number }): Promise<DeadJob[]>
}

/** Expiring is the mailer's. */
export type SubscriptionStore = Omit<Subscriptions, 'expire'>

/** Whether a person sends the Subscribe form, for operators that need more than limits: false refuses. */
export type Captcha = (form: { body: unknown; ip: string; log: FastifyBaseLogger }) => Promise<boolean>

export type GatewayMetrics = {
  request(request: { method: string; route: string; status: number }, ms: number): void
  text(): Promise<string>
  contentType: string
}

export type GatewaySettings = {
  operatorKey: string
  /** What links begin with; without it they begin with the host that was asked. */
  publicUrl?: string
  maxDumpBytes: number
  maxInflatedBytes: number
  rateLimitPerMinute: number
  /** Keys of heavy clients with their own limits: `KEY=REQUESTS_PER_MINUTE`, a comma list. */
  clientQuotas?: string | undefined
  /** Names that `format=` may have beside "auto". */
  formats: readonly string[]
  /** Addresses of the proxies in front (a comma list, CIDR); without it X-Forwarded-For is not believed. */
  trustProxy?: string
  /** Signs reports of bounces; without it they need the operator key. */
  bounceWebhookSecret?: string
}

export type GatewayDeps = {
  papers: PaperReader
  digests: DigestReader
  listings: Listings
  dumps: DumpReader
  intake: DumpIntake
  admin: DumpAdmin
  dryRuns: Pick<DryRuns, 'request' | 'answer' | 'remove'>
  /** What became of the records of a dump; null when there is none. */
  report(dumpId: string): Promise<DumpReport | null>
  /** What is polled on a schedule. */
  sources: SourceAdmin
  index: Index
  queue: Queue
  /** What Bull Board shows; without it there is no `/operator/queues`. */
  boardQueues?: () => Promise<BoardQueue[]>
  subscriptions: SubscriptionStore
  mail: Omit<MailOperators, 'openSendRequests' | 'finishSendRequest'>
  previews: Pick<Previews, 'request' | 'answer'>
  bounces: Pick<Bounces, 'record'>
  /** Whether an address with these bounces gets no mail any more. */
  mailRule(bounces: StoredBounce[]): boolean
  /** Why mails of a day did not go out. */
  deliveryReasons(date: string): Promise<DeliveryReason[]>
  captcha?: Captcha
  /** Where the file transport puts mails; without it there is no `/mail`. */
  mailFolder?: string
  /** Tells when an answer kept in memory is out of date; without it none is kept. */
  changes?: Pick<Changes, 'stamp'>
  /** Where a paper stood, day by day. */
  appearances(paperId: string): Promise<AppearanceDay[]>
  /** Which records said what a paper shows; null when there is none. */
  paperSources(paperId: string): Promise<PaperSources | null>
  /** Papers that may be one. */
  nearDuplicates(options: ListOptions & { dump?: string }): Promise<List<NearDuplicate>>
  overview(): Promise<Overview>
  keys: ApiKeys
  sessionStore: SessionStore
  actLog: Pick<ActLog, 'note' | 'list'>
  /** Figures by the minute. */
  minutes: Pick<Minutes, 'searches' | 'records' | 'index'>
  /** Announces everything outstanding again. */
  requeue(): Promise<{ announced: number }>
  /** Asks the indexer for a new search index; the wish is kept in Postgres. */
  reindex(): Promise<void>
  /** database, queue, search. */
  checks: Checks
  metrics: GatewayMetrics
  log: Log
  settings: GatewaySettings
  now?: () => Date
}
