import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import type { DB } from '../schema.ts'
import { hashEmail, hashToken } from './link-tokens.ts'
import { suppress } from './subscriptions.ts'

export type BounceType = 'hard' | 'soft' | 'complaint'
export type StoredBounce = { type: BounceType; at: Date }

/** Whose mail came back, by what proves it best: a mail's token, its Message-ID, the key of an address. */
export type ReportedBounce = {
  token?: string
  messageId?: string
  emailKey?: string
  type: BounceType
  detail: string
}

/** Says, of all bounces of the last 30 days, whether the address gets no mail any more. */
type Rule = (bounces: StoredBounce[]) => boolean

export type Bounces = {
  /** Notes a bounce. False: nobody is known by it. */
  record(report: ReportedBounce, rule: Rule): Promise<boolean>
  /** Which of these mails of the bounce mailbox were not taken yet. */
  untaken(names: string[]): Promise<Set<string>>
  /** Notes a mail of the bounce mailbox as taken, with what it reports, once. False: nobody is known by it. */
  take(name: string, report: ReportedBounce | null, rule: Rule): Promise<boolean>
}

const MAX_DETAIL = 2_000

export function bounces(db: Database): Bounces {
  return {
    record: (report, rule) => db.transaction().execute((tx) => record(tx, report, rule)),

    async untaken(names) {
      const { rows } = await sql<{ name: string }>`
        select name from unnest(${names}::text[]) as name
        where not exists (select 1 from bounce_mails m where m.name = name.name)`.execute(db)
      return new Set(rows.map((row) => row.name))
    },

    take: (name, report, rule) =>
      db.transaction().execute(async (tx) => {
        const { rows } = await sql`
          insert into bounce_mails (name) values (${name}) on conflict do nothing returning 1`.execute(tx)
        return rows.length > 0 && report !== null && (await record(tx, report, rule))
      }),
  }
}

async function record(tx: Transaction<DB>, report: ReportedBounce, rule: Rule): Promise<boolean> {
  const emailKey = await addressOf(tx, report)
  if (!emailKey) return false
  const hash = hashEmail(emailKey)
  // One bounce of an address at a time: two that come together must both count.
  await sql`select pg_advisory_xact_lock(hashtextextended(${hash}, 0))`.execute(tx)
  await tx
    .insertInto('bounces')
    .values({ email_hash: hash, type: report.type, detail: report.detail.slice(0, MAX_DETAIL) })
    .execute()
  const recent = await tx
    .selectFrom('bounces')
    .select(['type', 'at'])
    .where('email_hash', '=', hash)
    .where('at', '>', sql<Date>`now() - interval '30 days'`)
    .execute()
  if (rule(recent as StoredBounce[])) await suppress(tx, hash, report.type)
  return true
}

async function addressOf(
  tx: Transaction<DB>,
  { token, messageId, emailKey }: ReportedBounce,
): Promise<string | undefined> {
  const { rows } = await sql<{ email_key: string }>`
    select s.email_key, 1 as place from subscriber_links l join subscribers s on s.id = l.subscriber_id
      where l.token_hash = ${token ? hashToken(token) : null}
    union all
    select s.email_key, 2 from deliveries d join subscribers s on s.id = d.subscriber_id
      where d.message_id = ${messageId ?? null}
    order by place limit 1`.execute(tx)
  // An address that nobody has subscribed yet may bounce as well.
  return rows[0]?.email_key ?? emailKey
}
