import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../create-database.ts'
import { fileHasADatabase } from '../own-database.suite.ts'
import { type LinkTokens, linkTokens } from './link-tokens.ts'
import { subscriptions } from './subscriptions.ts'

let db: Database
fileHasADatabase((made) => {
  db = made
})

const WANTS = {
  ...{ topics: [null], timeZone: 'UTC', hour: 8, frequency: 'daily' as const, weekdays: [1], maxPapers: 20 },
}

/** Asks for mails, and returns the tokens of the confirmation and of the subscriber's own links. */
async function request(links: LinkTokens, email: string) {
  await subscriptions(db, links).request(email, email, WANTS, 'page')
  const { id, confirmation } = await db
    .selectFrom('subscribers')
    .innerJoin('confirmations', 'confirmations.subscriber_id', 'subscribers.id')
    .select(['subscribers.id', 'confirmations.id as confirmation'])
    .where('email_key', '=', email)
    .executeTakeFirstOrThrow()
  return { own: links.token('subscriber', id), confirmation: links.token('confirm', confirmation) }
}

test('a request that nobody confirmed for three days is forgotten, others stay; its link is known', async () => {
  const links = await linkTokens(db)
  const people = subscriptions(db, links)
  const old = await request(links, 'old@example.org')
  const reader = await request(links, 'reader@example.org')
  await people.confirm(reader.confirmation)
  const again = await request(links, 'again@example.org')
  await sql`update subscribers set created_at = now() - interval '73 hours'`.execute(db)
  await sql`update confirmations set created_at = now() - interval '73 hours',
    expires_at = now() - interval '1 hour'`.execute(db)
  // Who asked once more has a mail that promises three days.
  await request(links, 'again@example.org')
  const fresh = await request(links, 'fresh@example.org')
  expect(await people.expire()).toBe(1)
  expect(await people.expire()).toBe(0)
  expect(await people.pending(old.confirmation)).toBeNull()
  expect(await Promise.all([old, reader, again, fresh].map(({ own }) => people.unsubscribe(own)))).toEqual([
    'gone',
    'done',
    'done',
    'done',
  ])
  expect(await people.unsubscribe('made-up')).toBe('unknown')
})

test('who is asking again while old requests are removed is left, and nobody waits', async () => {
  const links = await linkTokens(db)
  const { own } = await request(links, 'late@example.org')
  await sql`update subscribers set created_at = now() - interval '73 hours'`.execute(db)
  await sql`update confirmations set expires_at = now() - interval '1 hour'`.execute(db)
  await db.transaction().execute(async (tx) => {
    await sql`update subscribers set email_key = email_key where email_key = 'late@example.org'`.execute(tx)
    expect(await subscriptions(db, links).expire()).toBe(0)
  })
  expect(await subscriptions(db, links).unsubscribe(own)).toBe('done')
})

test('the link of who had all data deleted is known, but nobody stands behind it', async () => {
  const links = await linkTokens(db)
  const people = subscriptions(db, links)
  const { own, confirmation } = await request(links, 'gone@example.org')
  await people.confirm(confirmation)
  expect(await people.erase(own)).toBe(true)
  expect(await people.unsubscribe(own)).toBe('gone')
  expect([
    await people.find(own),
    await people.erase(own),
    await people.change(own, { ...WANTS, pausedUntil: null }),
  ]).toEqual([null, false, false])
})
