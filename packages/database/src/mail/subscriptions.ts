import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import type { DB } from '../schema.ts'
import { expireRequests } from './expire-requests.ts'
import { hashEmail, hashToken, type LinkTokens, randomId } from './link-tokens.ts'

/** What a subscriber wants. A topic is a query; null: all trending papers. */
export type Wants = {
  topics: (string | null)[]
  timeZone: string
  hour: number
  frequency: 'daily' | 'weekly'
  weekdays: number[]
  maxPapers: number
}

export type SubscriberState = 'pending' | 'confirmed' | 'unsubscribed'

export type ManagedSubscriber = Wants & {
  id: string
  email: string
  state: SubscriberState
  pausedUntil: string | null
}

export type Subscriptions = {
  /**
   * Notes that somebody wants mails at this address; a confirmation mail follows unless one went to it
   * in the last ten minutes or the address is blocked. The answer is for our logs, never for the asker.
   */
  request(email: string, emailKey: string, wants: Wants, source: string): Promise<'mail' | 'quiet'>
  /** What the token of a confirmation mail would confirm; null: unknown or expired. */
  pending(token: string): Promise<Wants | null>
  /** Confirms, as often as it is asked; returns the token of the subscriber's own links. */
  confirm(token: string): Promise<string | null>
  find(token: string): Promise<ManagedSubscriber | null>
  change(token: string, wants: Wants & { pausedUntil: string | null }): Promise<boolean>
  /** Final for all that is queued. `done` also when it was so already, `gone` for who had all data deleted. */
  unsubscribe(token: string): Promise<'done' | 'gone' | 'unknown'>
  /** Deletes everything about the subscriber but two hashes: no import brings the address back, and the link is known. */
  erase(token: string): Promise<boolean>
  /** Removes requests that nobody confirmed; returns how many. */
  expire(): Promise<number>
}

const EXPIRY = sql<Date>`now() + interval '3 days'` // as the confirmation mail says
const QUIET = sql<Date>`now() - interval '10 minutes'`

export function subscriptions(db: Database, links: LinkTokens): Subscriptions {
  /** Null: of somebody who had all data deleted; undefined: nobody's. */
  const idOf = async (token: string) =>
    (
      await db
        .selectFrom('subscriber_links')
        .select('subscriber_id')
        .where('token_hash', '=', hashToken(token))
        .executeTakeFirst()
    )?.subscriber_id

  return {
    request: (email, emailKey, wants, source) =>
      db.transaction().execute((tx) => requestMail(tx, links, { email, emailKey, wants, source })),

    async pending(token) {
      const row = await db
        .selectFrom('confirmations')
        .select('wants')
        .where('token_hash', '=', hashToken(token))
        .where((eb) => eb.or([eb('expires_at', '>', sql<Date>`now()`), eb('confirmed_at', 'is not', null)]))
        .executeTakeFirst()
      return row ? (row.wants as Wants) : null
    },

    confirm: (token) => db.transaction().execute((tx) => confirm(tx, links, token)),

    async find(token) {
      const id = await idOf(token)
      return id ? readSubscriber(db, id) : null
    },

    async change(token, wants) {
      const id = await idOf(token)
      if (!id) return false
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('subscribers')
          .set({ ...columnsOf(wants), paused_until: wants.pausedUntil, due_at: sql`now()` })
          .where('id', '=', id)
          .execute()
        await setTopics(tx, id, wants.topics)
      })
      return true
    },

    async unsubscribe(token) {
      const id = await idOf(token)
      if (id === undefined) return 'unknown'
      return id !== null && (await unsubscribeById(db, id)) ? 'done' : 'gone'
    },

    async erase(token) {
      const id = await idOf(token)
      return id ? eraseById(db, id) : false
    },

    expire: () => expireRequests(db),
  }
}

type Request = { email: string; emailKey: string; wants: Wants; source: string }

async function requestMail(
  tx: Transaction<DB>,
  links: LinkTokens,
  request: Request,
): Promise<'mail' | 'quiet'> {
  const blocked = await tx
    .selectFrom('suppressions')
    .select('reason')
    .where('email_hash', '=', hashEmail(request.emailKey))
    .where('reason', 'in', ['hard', 'soft', 'complaint', 'unsubscribed'])
    .executeTakeFirst()
  if (blocked) return 'quiet'
  const { id } = await tx
    .insertInto('subscribers')
    .values({ id: randomId(), email: request.email, email_key: request.emailKey, source: request.source })
    // The row is locked in either case: two requests at the same time send one mail.
    .onConflict((conflict) => conflict.column('email_key').doUpdateSet({ email_key: request.emailKey }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const token_hash = hashToken(links.token('subscriber', id))
  await tx
    .insertInto('subscriber_links')
    .values({ token_hash, subscriber_id: id })
    .onConflict((conflict) => conflict.column('token_hash').doNothing())
    .execute()
  const recent = await tx
    .selectFrom('confirmations')
    .select('token_hash')
    .where('subscriber_id', '=', id)
    .where('created_at', '>', QUIET)
    .executeTakeFirst()
  if (recent) return 'quiet'
  const confirmation = randomId()
  await tx
    .insertInto('confirmations')
    .values({
      id: confirmation,
      token_hash: hashToken(links.token('confirm', confirmation)),
      subscriber_id: id,
      wants: JSON.stringify(request.wants),
      expires_at: EXPIRY,
    })
    .execute()
  return 'mail'
}

async function confirm(tx: Transaction<DB>, links: LinkTokens, token: string): Promise<string | null> {
  const row = await tx
    .selectFrom('confirmations')
    .innerJoin('subscribers', 'subscribers.id', 'confirmations.subscriber_id')
    .select([
      'confirmations.id',
      'subscriber_id',
      'wants',
      'confirmations.confirmed_at',
      'subscribers.state',
      'email_key',
    ])
    .where('token_hash', '=', hashToken(token))
    .where((eb) =>
      eb.or([eb('expires_at', '>', sql<Date>`now()`), eb('confirmations.confirmed_at', 'is not', null)]),
    )
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const own = links.token('subscriber', row.subscriber_id)
  if (row.confirmed_at) return own
  const wants = row.wants as Wants
  const id = row.subscriber_id
  await tx.updateTable('confirmations').set({ confirmed_at: sql`now()` }).where('id', '=', row.id).execute()
  await tx
    .updateTable('subscribers')
    .set({
      ...columnsOf(wants),
      state: 'confirmed',
      confirmed_at: sql`now()`,
      unsubscribed_at: null,
      considered_at: sql`now() - interval '1 day'`,
      due_at: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
  // Who is subscribed already adds a topic; who comes anew begins with what was asked for.
  const before = row.state === 'confirmed' ? await topicsOf(tx, id) : []
  await setTopics(tx, id, [...new Set([...before, ...wants.topics])])
  await tx.deleteFrom('suppressions').where('email_hash', '=', hashEmail(row.email_key)).execute()
  return own
}

/** False: there is no such subscriber. */
export function eraseById(db: Database, id: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .deleteFrom('subscribers')
      .where('id', '=', id)
      .returning('email_key')
      .executeTakeFirst()
    if (row) await suppress(tx, hashEmail(row.email_key), 'deleted')
    return row !== undefined
  })
}

export function unsubscribeById(db: Database, id: string): Promise<boolean> {
  return db.transaction().execute((tx) => unsubscribe(tx, id))
}

async function unsubscribe(tx: Transaction<DB>, id: string): Promise<boolean> {
  const before = await tx
    .selectFrom('subscribers')
    .select(['state', 'email_key'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  // Who says no to the confirmation mail never asked for it: not one more of them.
  if (before?.state === 'pending') await suppress(tx, hashEmail(before.email_key), 'unsubscribed')
  await tx
    .deleteFrom('confirmations')
    .where('subscriber_id', '=', id)
    .where('confirmed_at', 'is', null)
    .execute()
  await tx
    .updateTable('subscribers')
    .set({ state: 'unsubscribed', unsubscribed_at: sql`coalesce(unsubscribed_at, now())`, due_at: null })
    .where('id', '=', id)
    .execute()
  return before !== undefined
}

export async function suppress(
  tx: Transaction<DB>,
  emailHash: string,
  reason: 'unsubscribed' | 'deleted' | 'hard' | 'soft' | 'complaint',
): Promise<void> {
  await tx
    .insertInto('suppressions')
    .values({ email_hash: emailHash, reason })
    .onConflict((conflict) => conflict.column('email_hash').doUpdateSet({ reason, at: sql`now()` }))
    .execute()
}

export async function setTopics(tx: Transaction<DB>, id: string, topics: (string | null)[]): Promise<void> {
  await tx.deleteFrom('topics').where('subscriber_id', '=', id).execute()
  if (topics.length === 0) return
  await tx
    .insertInto('topics')
    .values([...new Set(topics)].map((query) => ({ subscriber_id: id, query })))
    .execute()
}

async function topicsOf(db: Database | Transaction<DB>, id: string): Promise<(string | null)[]> {
  const rows = await db.selectFrom('topics').select('query').where('subscriber_id', '=', id).execute()
  return rows.map((row) => row.query)
}

export function columnsOf(wants: Omit<Wants, 'topics'>) {
  return {
    time_zone: wants.timeZone,
    hour: wants.hour,
    frequency: wants.frequency,
    weekdays: wants.weekdays,
    max_papers: wants.maxPapers,
  }
}

async function readSubscriber(db: Database, id: string): Promise<ManagedSubscriber | null> {
  const row = await db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  return {
    id,
    email: row.email,
    state: row.state as SubscriberState,
    pausedUntil: row.paused_until,
    topics: await topicsOf(db, id),
    timeZone: row.time_zone,
    hour: row.hour,
    frequency: row.frequency as 'daily' | 'weekly',
    weekdays: row.weekdays,
    maxPapers: row.max_papers,
  }
}
