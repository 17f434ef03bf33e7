import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import type { DB } from '../schema.ts'
import { hashEmail } from './link-tokens.ts'

/** A delivery that this mailer has committed to send: whatever happens from here on, nobody else sends it. */
export type ClaimedDelivery = {
  issueId: string
  subscriberId: string
  email: string
  date: string
  timeZone: string
  frequency: 'daily' | 'weekly'
  messageId: string
  attempts: number
  epoch: number
  giveUpAt: Date
}

export type DeliveryEnd =
  | { state: 'sent'; response: string }
  | { state: 'retry'; error: string; dueAt: Date }
  | { state: 'failed' | 'unknown'; error: string }

export type Deliveries = {
  /**
   * Settles the delivery sent before, if any, and takes the next that is due, in one transaction. In it
   * unsubscribing and suppression are looked at once more. Null: nothing is due.
   */
  next(
    before: { delivery: ClaimedDelivery; end: DeliveryEnd } | null,
    leaseMs: number,
  ): Promise<ClaimedDelivery | null>
  /** Only settles: for a mailer that stops. */
  settle(ended: { delivery: ClaimedDelivery; end: DeliveryEnd }): Promise<void>
  renew(delivery: ClaimedDelivery, leaseMs: number): Promise<void>
  /** What was being sent when its mailer was killed: nobody knows whether it arrived. Returns how many. */
  markUnknown(): Promise<number>
  /** Deliveries that cannot be sent before the next issue any more. */
  giveUp(): Promise<number>
  /** The papers of an issue, in its order. */
  papers(issueId: string): Promise<{ paperId: string; why: unknown }[]>
}

const lease = (ms: number) => sql<Date>`now() + ${ms} * interval '1 millisecond'`

export function deliveries(db: Database): Deliveries {
  return {
    next: (before, leaseMs) =>
      db.transaction().execute(async (tx) => {
        if (before) await settle(tx, before.delivery, before.end)
        for (;;) {
          const claimed = await claim(tx, leaseMs)
          if (claimed !== 'suppressed') return claimed
        }
      }),

    settle: ({ delivery, end }) => db.transaction().execute((tx) => settle(tx, delivery, end)),

    async renew({ issueId, epoch }, leaseMs) {
      await db
        .updateTable('deliveries')
        .set({ lease_until: lease(leaseMs) })
        .where('issue_id', '=', issueId)
        .where('epoch', '=', epoch)
        .where('state', '=', 'sending')
        .execute()
    },

    async markUnknown() {
      const rows = await db
        .updateTable('deliveries')
        .set({
          state: 'unknown',
          error: 'The mailer ended while it was sending.',
          changed_at: sql`now()`,
        })
        .where('state', '=', 'sending')
        .where('lease_until', '<', sql<Date>`now()`)
        .returning('issue_id')
        .execute()
      return rows.length
    },

    async giveUp() {
      const rows = await db
        .updateTable('deliveries')
        .set({
          state: 'failed',
          error: sql`coalesce(error || ' ', '') || 'Not sent before the next issue.'`,
          changed_at: sql`now()`,
        })
        .where('state', 'in', ['planned', 'retry'])
        .where('give_up_at', '<', sql<Date>`now()`)
        .returning('issue_id')
        .execute()
      return rows.length
    },

    async papers(issueId) {
      const { rows } = await sql<{ paperId: string; why: unknown }>`
        select coalesce(p.merged_into, p.id) as "paperId", i.why from issue_papers i join papers p on p.id = i.paper_id
        where i.issue_id = ${issueId} order by i.place`.execute(db)
      return rows
    },
  }
}

async function settle(
  tx: Transaction<DB>,
  { issueId, epoch }: ClaimedDelivery,
  end: DeliveryEnd,
): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({
      state: end.state,
      response: end.state === 'sent' ? end.response : null,
      sent_at: end.state === 'sent' ? sql`now()` : null,
      error: end.state === 'sent' ? null : end.error,
      ...(end.state === 'retry' && { due_at: end.dueAt }),
      lease_until: null,
      changed_at: sql`now()`,
    })
    .where('issue_id', '=', issueId)
    .where('epoch', '=', epoch)
    // A mailer that was thought dead may still say how it ended.
    .where('state', 'in', ['sending', 'unknown'])
    .execute()
}

async function claim(tx: Transaction<DB>, leaseMs: number): Promise<ClaimedDelivery | 'suppressed' | null> {
  // Waits for nobody, so that it is in no circle with who deletes a subscriber and then the deliveries.
  const { rows } = await sql<ClaimedDelivery & { emailKey: string; state: string }>`
    select d.issue_id as "issueId", d.subscriber_id as "subscriberId", d.message_id as "messageId", d.attempts,
      d.epoch, d.give_up_at as "giveUpAt", s.email, s.email_key as "emailKey", s.state, s.time_zone as "timeZone",
      s.frequency, i.date
    from deliveries d join subscribers s on s.id = d.subscriber_id join issues i on i.id = d.issue_id
    where d.state in ('planned', 'retry') and d.due_at <= now() and d.give_up_at > now()
    order by d.due_at, d.issue_id limit 1
    for update of d skip locked for share of s skip locked`.execute(tx)
  const row = rows[0]
  if (!row) return null
  // Read after the lock, so that an unsubscription that was confirmed to its sender is always seen.
  const { rows: now } = await sql<{ stopped: boolean }>`
    select s.state <> 'confirmed' or exists (
      select 1 from suppressions p where p.email_hash = ${hashEmail(row.emailKey)}) as stopped
    from subscribers s where s.id = ${row.subscriberId} for share`.execute(tx)
  if (now[0]?.stopped ?? true) {
    const error = 'Unsubscribed or suppressed before it was sent.'
    await tx
      .updateTable('deliveries')
      .set({ state: 'suppressed', error, changed_at: sql`now()` })
      .where('issue_id', '=', row.issueId)
      .execute()
    return 'suppressed'
  }
  await tx
    .updateTable('deliveries')
    .set({
      state: 'sending',
      attempts: sql`attempts + 1`,
      epoch: sql`epoch + 1`,
      lease_until: lease(leaseMs),
      changed_at: sql`now()`,
    })
    .where('issue_id', '=', row.issueId)
    .execute()
  const { emailKey: _, state: __, ...delivery } = row
  return { ...delivery, attempts: row.attempts + 1, epoch: row.epoch + 1 }
}
