import { createHash, createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

export type LinkPurpose = 'confirm' | 'subscriber'

/**
 * Tokens of the links in mails. A token is made from a random id and a key that is made once, so the
 * mailer can put the same link into every mail while the database keeps only its hash for looking up.
 */
export type LinkTokens = {
  token(purpose: LinkPurpose, id: string): string
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

export const randomId = (): string => randomBytes(16).toString('base64url')

export async function linkTokens(db: Database): Promise<LinkTokens> {
  const fresh = randomBytes(32).toString('base64url')
  await sql`insert into settings (name, value) values ('link-key', to_jsonb(${fresh}::text))
    on conflict (name) do nothing`.execute(db)
  const { rows } = await sql<{
    key: string
  }>`select value #>> '{}' as key from settings where name = 'link-key'`.execute(db)
  const key = rows[0]?.key ?? fresh
  return {
    token: (purpose, id) => createHmac('sha256', key).update(`${purpose} ${id}`).digest('base64url'),
  }
}

/** Addresses that are suppressed or bounced are kept as hashes, also when the subscriber is deleted. */
export const hashEmail = (emailKey: string): string =>
  createHash('sha256').update(`paperboy address ${emailKey}`).digest('base64url')
