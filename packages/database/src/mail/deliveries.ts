import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import { leaseEnd } from '../lease-end.ts'
import type { DB } from '../schema.ts'
import type { PlannedPaper } from './issue-planning.ts'
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
  /** As the issue was frozen, in its order. */
  papers: PlannedPaper[]
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
  /** Deliveries that should be out by now, and how long the first of them has waited. */
  due(): Promise<{ due: number; oldestMs: number | null }>
}

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
        .set({ lease_until: leaseEnd(leaseMs) })
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

    async due() {
      const row = await db
        .selectFrom('deliveries')
        .where('state', 'in', ['planned', 'retry'])
        .where('due_at', '<=', sql<Date>`now()`)
        .select(({ fn }) => [
          fn.countAll<number>().as('due'),
          sql<number | null>`(extract(epoch from now() - min(due_at)) * 1000)::float8`.as('oldestMs'),
        ])
        .executeTakeFirstOrThrow()
      return row
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

type Row = Omit<ClaimedDelivery, 'attempts' | 'epoch'> & { emailKey: string }

async function claim(tx: Transaction<DB>, leaseMs: number): Promise<ClaimedDelivery | 'suppressed' | null> {
  // Waits for nobody, so that it is in no circle with who deletes a subscriber and then the deliveries.
  const { rows } = await sql<Row>`
    select d.issue_id as "issueId", d.subscriber_id as "subscriberId", d.message_id as "messageId",
      d.give_up_at as "giveUpAt", s.email, s.email_key as "emailKey", s.time_zone as "timeZone", s.frequency, i.date,
      (select coalesce(json_agg(json_build_object('paperId', coalesce(p.merged_into, p.id), 'why', n.why)
          order by n.place), '[]')
        from issue_papers n join papers p on p.id = n.paper_id where n.issue_id = d.issue_id) as papers
    from deliveries d join subscribers s on s.id = d.subscriber_id join issues i on i.id = d.issue_id
    where d.state in ('planned', 'retry') and d.due_at <= now() and d.give_up_at > now()
    order by d.due_at, d.issue_id limit 1
    for update of d skip locked for share of s skip locked`.execute(tx)
  const row = rows[0]
  if (!row) return null
  const { emailKey, ...delivery } = row
  const taken = await take(tx, delivery.issueId, hashEmail(emailKey), leaseMs)
  return taken ? { ...delivery, ...taken } : 'suppressed'
}

/** Looks, after the lock, so that an unsubscription that was confirmed to its sender is always seen. */
async function take(
  tx: Transaction<DB>,
  issueId: string,
  emailHash: string,
  leaseMs: number,
): Promise<{ attempts: number; epoch: number } | null> {
  const { rows } = await sql<{ state: string; attempts: number; epoch: number }>`
    update deliveries d set changed_at = now(),
      state = case when stopped.yes then 'suppressed' else 'sending' end,
      error = case when stopped.yes then 'Unsubscribed or suppressed before it was sent.' else d.error end,
      attempts = d.attempts + case when stopped.yes then 0 else 1 end,
      epoch = d.epoch + 1,
      lease_until = case when stopped.yes then null else ${leaseEnd(leaseMs)} end
    from subscribers s, lateral (select s.state <> 'confirmed' or exists (
      select 1 from suppressions p where p.email_hash = ${emailHash}) as yes) stopped
    where d.issue_id = ${issueId} and s.id = d.subscriber_id
    returning d.state, d.attempts, d.epoch`.execute(tx)
  const [row] = rows
  return row?.state === 'sending' ? { attempts: row.attempts, epoch: row.epoch } : null
}
