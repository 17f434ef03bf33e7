import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { hashEmail, hashToken } from './link-tokens.ts'
import { suppress } from './subscriptions.ts'

export type BounceType = 'hard' | 'soft' | 'complaint'
export type StoredBounce = { type: BounceType; at: Date }

export type Bounces = {
  /**
   * Notes a bounce of an address (as a key) or of the subscriber whose token a mail carried. `rule` says,
   * of all bounces of the last 30 days, whether the address gets no mail any more. False: nobody is known by it.
   */
  record(
    report: { emailKey?: string; token?: string; type: BounceType; detail: string },
    rule: (bounces: StoredBounce[]) => boolean,
  ): Promise<boolean>
}

const MAX_DETAIL = 2_000

export function bounces(db: Database): Bounces {
  return {
    record: (report, rule) =>
      db.transaction().execute(async (tx) => {
        const { rows: found } = await sql<{ email_key: string }>`
          select s.email_key from subscribers s left join subscriber_links l on l.subscriber_id = s.id
          where s.email_key = ${report.emailKey ?? null} or l.token_hash = ${report.token ? hashToken(report.token) : null}
          limit 1`.execute(tx)
        const emailKey = found[0]?.email_key ?? report.emailKey
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
      }),
  }
}
