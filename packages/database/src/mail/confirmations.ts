import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { hashEmail } from './link-tokens.ts'

export type UnsentConfirmation = { id: string; subscriberId: string; email: string; attempts: number }

export type Confirmations = {
  /**
   * Takes confirmation mails that are to be sent and counts them as sent: one that a crash swallows can be
   * asked for again after ten minutes, one that comes twice cannot be taken back.
   */
  claim(limit: number): Promise<UnsentConfirmation[]>
  /** The server did not take it for now: it is tried again after a while, a few times. */
  putBack(id: string): Promise<void>
}

const MAX_ATTEMPTS = 5

export function confirmations(db: Database): Confirmations {
  return {
    async claim(limit) {
      const { rows } = await sql<UnsentConfirmation & { emailKey: string }>`
        update confirmations c set sent_at = now(), attempts = c.attempts + 1
        from subscribers s
        where s.id = c.subscriber_id and c.id in (
          select id from confirmations where sent_at is null and attempts < ${MAX_ATTEMPTS}
            and (lease_until is null or lease_until < now()) and expires_at > now()
          order by created_at limit ${limit} for update skip locked)
        returning c.id, s.id as "subscriberId", s.email, s.email_key as "emailKey", c.attempts`.execute(db)
      const blocked = await blockedAddresses(
        db,
        rows.map((row) => hashEmail(row.emailKey)),
      )
      return rows.filter((row) => !blocked.has(hashEmail(row.emailKey)))
    },

    async putBack(id) {
      await sql`
        update confirmations set sent_at = null, lease_until = now() + attempts * interval '1 minute'
        where id = ${id}`.execute(db)
    },
  }
}

async function blockedAddresses(db: Database, hashes: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ email_hash: string }>`
    select email_hash from suppressions where email_hash = any(${hashes}::text[])
      and reason in ('hard', 'soft', 'complaint')`.execute(db)
  return new Set(rows.map((row) => row.email_hash))
}
