import {
  bounces,
  confirmations,
  type Database,
  deliveries,
  linkTokens,
  mailOperators,
  papersRead,
  planning,
  planningReads,
  previews,
  type StoredBounce,
  searchDocuments,
  subscriptions,
  suppressionRule,
} from '@paperboy/database'
import { type JobQueue, startSweeper } from '@paperboy/queue'
import type { SearchMatcher } from '@paperboy/search'
import type { Log, Metrics } from '@paperboy/service-kit'
import { takeBounces } from './bounces/take-bounces.ts'
import { composeMail } from './mail/compose-mail.ts'
import { createSigner } from './mail/dkim.ts'
import { domainOf, oneMailbox } from './mail/mail-address.ts'
import { mailPending } from './mail-pending.ts'
import type { MailerSettings } from './mailer-settings.ts'
import type { MatchSearches } from './planning/find-candidates.ts'
import type { PlanDeps } from './planning/plan-due.ts'
import { issueMails } from './sending/issue-mail.ts'
import { messageIds } from './sending/message-id.ts'
import { refusalType } from './sending/refusal-type.ts'
import type { MailTransport } from './transport/mail-transport.ts'

export type MailerOptions = {
  db: Database
  queue: JobQueue
  matcher: SearchMatcher
  transport: MailTransport
  log: Log
  metrics: Pick<Metrics, 'records' | 'timeJob' | 'watchDeliveries'>
  publicUrl: string
  settings: MailerSettings
  now?: () => Date
}

const LOOK_EVERY_MS = 5_000
const DOCUMENTS_A_TIME = 2_000

/** Sends confirmations and issues, and nothing else does. */
export async function startMailer(options: MailerOptions): Promise<AsyncDisposable> {
  const { queue, log, metrics } = options
  await using starting = new AsyncDisposableStack()
  const round = await mailerRound(options)
  // From 0 on, or Prometheus sees no growth in the first mail that is held.
  for (const outcome of ['sent', 'retry', 'failed', 'unknown']) metrics.records('mail', outcome, 0)
  metrics.watchDeliveries(() => deliveries(options.db).due())
  const work = await queue.consume('mail.pending', (_, { signal }) =>
    metrics.timeJob('mail.pending', () => round(signal)),
  )
  starting.defer(() => work.close())
  // The hour that strikes somewhere is no event: a look into Postgres every few seconds finds who is due.
  const clock = startSweeper({
    everyMs: LOOK_EVERY_MS,
    runOnStart: true,
    log,
    run: () => queue.send('mail.pending', {}, { key: 'mail' }),
  })
  starting.defer(() => clock.stop())
  return starting.move()
}

/** One round of a mailer, bound to its stores. */
export async function mailerRound(options: MailerOptions): Promise<(signal: AbortSignal) => Promise<void>> {
  const { db, transport, log, publicUrl } = options
  const now = options.now ?? (() => new Date())
  const links = await linkTokens(db)
  const { settings } = options
  const from = oneMailbox(settings.MAIL_FROM)
  const bounceAddress = settings.BOUNCE_ADDRESS
  const compose = composeMail({
    from,
    sign: createSigner(settings),
    ...(bounceAddress && { bounceAddress }),
  })
  const ledger = deliveries(db)
  const messageId = messageIds(domainOf(from.address))
  const mailDeps = { papers: papersRead(db), links, publicUrl, compose, now }
  const mailOf = issueMails(mailDeps)
  const count = (state: string, mails = 1) => options.metrics.records('mail', state, mails)
  const rule = (all: StoredBounce[]) => suppressionRule(all, now())
  const plan: PlanDeps = {
    reads: planningReads(db),
    inTransaction: (work) => planning(db, work),
    match: matchSearches(db, options.matcher),
    now,
    messageId,
  }
  return mailPending({
    plan,
    send: {
      deliveries: ledger,
      send: async (delivery) => transport.send(await mailOf(delivery)),
      refused: async ({ subscriberId }, refusal) => {
        const token = links.token('subscriber', subscriberId)
        await bounces(db).record({ token, type: refusalType(refusal), detail: refusal.reason }, rule)
      },
      log,
      count,
      lanes: transport.concurrency,
      retryMs: settings.MAIL_RETRY_SECONDS * 1_000,
      leaseMs: settings.MAIL_LEASE_SECONDS * 1_000,
    },
    confirm: { confirmations: confirmations(db), links, publicUrl, compose, transport, messageId, log, now },
    deliveries: ledger,
    operators: mailOperators(db, links),
    subscriptions: subscriptions(db, links),
    previews: { previews: previews(db), plan, mail: mailDeps, log },
    ...(settings.BOUNCE_MAILBOX && {
      takeBounces: takeBounces({
        mailbox: settings.BOUNCE_MAILBOX,
        localPart: (bounceAddress ?? 'bounce').replace(/@.*/, ''),
        bounces: bounces(db),
        rule,
        log,
      }),
    }),
    log,
  })
}

/** Saved searches against papers, by the rules of the gateway's search. */
function matchSearches(db: Database, matcher: SearchMatcher): MatchSearches {
  return async (queries, paperIds) => {
    const found = new Map<string, string[]>()
    for (let at = 0; at < paperIds.length; at += DOCUMENTS_A_TIME) {
      const documents = await searchDocuments(db, paperIds.slice(at, at + DOCUMENTS_A_TIME))
      for (const [query, ids] of await matcher.match(queries, documents)) {
        found.set(query, [...(found.get(query) ?? []), ...ids])
      }
    }
    return found
  }
}
