import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { hashEmail, hashToken, type LinkTokens, randomId } from './link-tokens.ts'
import { readSubscribers } from './subscribers-read.ts'
import { columnsOf, eraseById, setTopics, unsubscribeById, type Wants } from './subscriptions.ts'

export type SubscriberRow = {
  id: string
  email: string
  state: 'pending' | 'confirmed' | 'unsubscribed'
  /** Why the address gets no mail although it may be confirmed. */
  suppressed: string | null
  topics: (string | null)[]
  timeZone: string
  hour: number
  frequency: 'daily' | 'weekly'
  weekdays: number[]
  maxPapers: number
  pausedUntil: string | null
  source: string
  createdAt: string
  confirmedAt: string | null
}

export type DeliveryRow = {
  issueId: string
  subscriberId: string
  email: string
  /** Of the issue: `empty`, `late` and `paused` have no delivery. */
  outcome: 'frozen' | 'empty' | 'late' | 'paused'
  state: 'planned' | 'sending' | 'sent' | 'retry' | 'failed' | 'suppressed' | 'unknown' | null
  papers: number
  messageId: string | null
  attempts: number
  sentAt: string | null
  error: string | null
  response: string | null
}

export type ImportRow = { email: string; emailKey: string; wants: Wants; confirmedAt: Date }

export type SubscriberQuery = {
  limit: number
  cursor?: string
  q?: string
  state?: SubscriberRow['state']
}

/** What came of a request to send, so far: the issues that it planned, and what became of their mails. */
export type SendRequest = {
  date: string
  planned: number
  sent: number
  skipped: number
  failed: number
  /** Mails that were not tried yet. */
  waiting: number
  /** Nothing more is planned. */
  done: boolean
}

export type MailOperators = {
  /** By address; `q` is a part of it, or an id. */
  subscribers(options: SubscriberQuery): Promise<{ items: SubscriberRow[]; nextCursor: string | null }>
  /** As by the link in a mail. False: there is no such subscriber. */
  unsubscribe(id: string): Promise<boolean>
  erase(id: string): Promise<boolean>
  /** Confirmed elsewhere: with the time of their consent. Known and suppressed addresses are left alone. */
  import(rows: ImportRow[]): Promise<{ imported: number; skipped: number }>
  /** What became of the issues of a day, by subscriber. */
  issues(
    date: string,
    options: { limit: number; cursor?: string },
  ): Promise<{ items: DeliveryRow[]; nextCursor: string | null }>
  /** How many issues of a day have which outcome or state. */
  report(date: string): Promise<Record<string, number>>
  /** Decides about a delivery nobody knows of: sends it again under its Message-ID, or leaves it. False: it is not `unknown`. */
  resolve(issueId: string, decision: 'resend' | 'drop'): Promise<boolean>
  /** Asks the mailer to plan and send a day's digest now; the answer is read by `sendRequest`. */
  requestSend(date: string): Promise<string>
  sendRequest(id: string): Promise<SendRequest | null>
  openSendRequests(): Promise<{ id: string; date: string }[]>
  finishSendRequest(id: string): Promise<void>
}

export function mailOperators(db: Database, links: LinkTokens): MailOperators {
  return {
    subscribers: (query) => readSubscribers(db, query),
    unsubscribe: (id) => unsubscribeById(db, id),
    erase: (id) => eraseById(db, id),

    import: (rows) => importSubscribers(db, links, rows),

    async issues(date, { limit, cursor }) {
      const after = cursor ? (decodeCursor(cursor, 1)[0] ?? '') : ''
      const { rows } = await sql<Omit<DeliveryRow, 'sentAt'> & { sentAt: Date | null }>`
        select i.id as "issueId", s.id as "subscriberId", s.email, i.outcome, d.state, d.message_id as "messageId",
          coalesce(d.attempts, 0) as attempts, d.sent_at as "sentAt", d.error, d.response,
          (select count(*)::int from issue_papers p where p.issue_id = i.id) as papers
        from issues i join subscribers s on s.id = i.subscriber_id left join deliveries d on d.issue_id = i.id
        where i.date = ${date}::date and i.id > ${after} order by i.id limit ${limit + 1}`.execute(db)
      const page = rows.slice(0, limit)
      return {
        items: page.map((row) => ({ ...row, sentAt: row.sentAt?.toISOString() ?? null })),
        nextCursor: rows.length > limit ? encodeCursor([page.at(-1)?.issueId ?? '']) : null,
      }
    },

    async report(date) {
      const { rows } = await sql<{ state: string; n: number }>`
        select coalesce(d.state, i.outcome) as state, count(*)::int as n
        from issues i left join deliveries d on d.issue_id = i.id where i.date = ${date}::date group by 1`.execute(
        db,
      )
      return Object.fromEntries(rows.map((row) => [row.state, row.n]))
    },

    async resolve(issueId, decision) {
      const change =
        decision === 'resend'
          ? {
              state: 'retry',
              due_at: sql<Date>`now()`,
              give_up_at: sql<Date>`greatest(give_up_at, now() + interval '1 day')`,
            }
          : { state: 'failed', error: sql<string>`coalesce(error, '') || ' Dropped by an operator.'` }
      const row = await db
        .updateTable('deliveries')
        .set({ ...change, changed_at: sql`now()` })
        .where('issue_id', '=', issueId)
        .where('state', '=', 'unknown')
        .returning('issue_id')
        .executeTakeFirst()
      return row !== undefined
    },

    async requestSend(date) {
      const id = randomId()
      await db.insertInto('send_requests').values({ id, date }).execute()
      return id
    },

    async sendRequest(id) {
      // Counted, not kept: a mailer may be killed between planning and noting what it planned. An issue counts
      // for one request, the last that was there when it was made.
      const { rows } = await sql<SendRequest>`
        select r.date, r.done_at is not null as done, count(*) filter (where i.outcome = 'frozen')::int as planned,
          count(*) filter (where d.state = 'sent')::int as sent,
          count(*) filter (where i.outcome in ('empty', 'paused') or d.state = 'suppressed')::int as skipped,
          count(*) filter (where d.state in ('failed', 'unknown', 'retry'))::int as failed,
          count(*) filter (where d.state in ('planned', 'sending'))::int as waiting
        from send_requests r left join issues i on i.date = r.date and i.created_at >= r.created_at
          and not exists (select from send_requests later where later.date = r.date
            and (later.created_at, later.id) > (r.created_at, r.id) and later.created_at <= i.created_at)
        left join deliveries d on d.issue_id = i.id
        where r.id = ${id} group by r.id`.execute(db)
      return rows[0] ?? null
    },

    openSendRequests: () =>
      db
        .selectFrom('send_requests')
        .select(['id', 'date'])
        .where('done_at', 'is', null)
        .orderBy('created_at')
        .execute(),

    async finishSendRequest(id) {
      await db.updateTable('send_requests').set({ done_at: sql`now()` }).where('id', '=', id).execute()
    },
  }
}

function importSubscribers(db: Database, links: LinkTokens, rows: ImportRow[]) {
  return db.transaction().execute(async (tx) => {
    let imported = 0
    for (const row of rows) {
      const suppressed = await tx
        .selectFrom('suppressions')
        .select('reason')
        .where('email_hash', '=', hashEmail(row.emailKey))
        .executeTakeFirst()
      if (suppressed) continue
      const made = await tx
        .insertInto('subscribers')
        .values({
          id: randomId(),
          email: row.email,
          email_key: row.emailKey,
          state: 'confirmed',
          source: 'import',
          confirmed_at: row.confirmedAt,
          considered_at: sql`now() - interval '1 day'`,
          due_at: sql`now()`,
          ...columnsOf(row.wants),
        })
        .onConflict((conflict) => conflict.column('email_key').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) continue
      await setTopics(tx, made.id, row.wants.topics)
      const token_hash = hashToken(links.token('subscriber', made.id))
      await tx.insertInto('subscriber_links').values({ token_hash, subscriber_id: made.id }).execute()
      imported += 1
    }
    return { imported, skipped: rows.length - imported }
  })
}
