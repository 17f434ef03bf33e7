import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '../create-database.ts'
import { migrate } from '../migrate.ts'
import { deliveries } from './deliveries.ts'
import { hashEmail, type LinkTokens, linkTokens } from './link-tokens.ts'
import { mailOperators } from './mail-operators.ts'
import { subscriptions } from './subscriptions.ts'

const LEASE_MS = 60_000
const DATE = '2026-11-24'

let db: Database
let links: LinkTokens
let drop: () => Promise<void>
beforeEach(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
  links = await linkTokens(db)
})
afterEach(async () => {
  await db.destroy()
  await drop()
})

async function planned(...names: string[]): Promise<void> {
  const wants = { topics: [null], timeZone: 'UTC', hour: 8, frequency: 'daily' as const, weekdays: [1] }
  const rows = names.map((name) => {
    const email = `${name}@example.org`
    return { email, emailKey: email, confirmedAt: new Date(), wants: { ...wants, maxPapers: 20 } }
  })
  await mailOperators(db, links).import(rows)
  await sql`
    insert into issues (id, subscriber_id, date, outcome) select email, id, ${DATE}, 'frozen' from subscribers
    on conflict do nothing`.execute(db)
  await sql`
    insert into deliveries (issue_id, subscriber_id, message_id, give_up_at)
    select email, id, email, now() + interval '1 day' from subscribers on conflict do nothing`.execute(db)
}

const state = async (name: string) =>
  await db
    .selectFrom('deliveries')
    .select(['state', 'attempts', 'error', 'response'])
    .where('issue_id', '=', `${name}@example.org`)
    .executeTakeFirst()

const ledger = () => deliveries(db)
const leaseIsOver = () => sql`update deliveries set lease_until = now() - interval '1 second'`.execute(db)

test('a delivery is taken once, also by many at the same time', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `p${n}`)
  await planned(...names)
  const taken: string[] = []
  const lane = async () => {
    for (let d = await ledger().next(null, LEASE_MS); d; d = await ledger().next(null, LEASE_MS))
      taken.push(d.email)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  expect(taken.toSorted()).toEqual(names.map((name) => `${name}@example.org`).toSorted())
})

test('what a killed mailer was sending is unknown when its lease is over, and held', async () => {
  await planned('ada')
  const taken = await ledger().next(null, LEASE_MS)
  expect(await ledger().markUnknown()).toBe(0)
  await leaseIsOver()
  expect(await ledger().markUnknown()).toBe(1)
  expect(await ledger().next(null, LEASE_MS)).toBeNull()
  expect(await state('ada')).toMatchObject({ state: 'unknown', error: expect.stringContaining('ended') })
  // It was only slow: what it says now is the truth.
  await ledger().settle({ delivery: taken!, end: { state: 'sent', response: '250 ok' } })
  expect(await state('ada')).toMatchObject({ state: 'sent', response: '250 ok', error: null })
})

test('after an operator has it sent again, the first mailer has no say any more', async () => {
  await planned('ada')
  const first = await ledger().next(null, LEASE_MS)
  await leaseIsOver()
  await ledger().markUnknown()
  const operators = mailOperators(db, links)
  expect(await operators.resolve('ada@example.org', 'resend')).toBe(true)
  expect(await operators.resolve('ada@example.org', 'resend')).toBe(false)
  const again = await ledger().next(null, LEASE_MS)
  expect(again).toMatchObject({ messageId: first!.messageId, attempts: 2 })
  await ledger().settle({ delivery: first!, end: { state: 'retry', error: 'late', dueAt: new Date() } })
  expect(await state('ada')).toMatchObject({ state: 'sending' })
})

test('settling and taking are one step; what is put off waits, and not past the next issue', async () => {
  await planned('ada', 'bob')
  const ada = await ledger().next(null, LEASE_MS)
  const end = { state: 'retry' as const, error: '450 later', dueAt: new Date(Date.now() + 60_000) }
  const bob = await ledger().next({ delivery: ada!, end }, LEASE_MS)
  expect(bob!.email).toBe('bob@example.org')
  expect(
    await ledger().next({ delivery: bob!, end: { state: 'failed', error: '550 no' } }, LEASE_MS),
  ).toBeNull()
  expect([await state('ada'), await state('bob')]).toMatchObject([{ state: 'retry' }, { state: 'failed' }])
  await sql`update deliveries set give_up_at = now(), due_at = now()`.execute(db)
  expect(await ledger().next(null, LEASE_MS)).toBeNull()
  expect(await ledger().giveUp()).toBe(1)
  expect(await state('ada')).toMatchObject({
    state: 'failed',
    error: '450 later Not sent before the next issue.',
  })
})

test('who left or is suppressed is left out, at the last moment', async () => {
  await planned('ada', 'bob', 'cy', 'dan')
  await subscriptions(db, links).unsubscribe(links.token('subscriber', (await idOf('ada'))!))
  await subscriptions(db, links).erase(links.token('subscriber', (await idOf('bob'))!))
  await sql`insert into suppressions (email_hash, reason) values (${hashEmail('cy@example.org')}, 'hard')`.execute(
    db,
  )
  expect((await ledger().next(null, LEASE_MS))?.email).toBe('dan@example.org')
  expect(await ledger().next(null, LEASE_MS)).toBeNull()
  expect(await state('bob')).toBeUndefined()
  expect([await state('ada'), await state('cy')]).toMatchObject([
    { state: 'suppressed', attempts: 0 },
    { state: 'suppressed', attempts: 0 },
  ])
})

test('unsubscribing while a delivery is being taken: either it was taken before, or never', async () => {
  const names = Array.from({ length: 30 }, (_, n) => `p${n}`)
  await planned(...names)
  const ids = await Promise.all(names.map(idOf))
  const leaving = ids.map((id) => subscriptions(db, links).unsubscribe(links.token('subscriber', id!)))
  const taken = await Promise.all(names.map(() => ledger().next(null, LEASE_MS)))
  expect(await Promise.all(leaving)).not.toContain(false)
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*)::int as n from deliveries group by 1`.execute(db)
  const counts = Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  expect(counts.sending ?? 0).toBe(taken.filter((delivery) => delivery !== null).length)
  // Nobody who had left by now is taken from here on.
  expect(await ledger().next(null, LEASE_MS)).toBeNull()
})

test("people who delete all their data while mails go out are in nobody's way", async () => {
  const names = Array.from({ length: 60 }, (_, n) => `p${n}`)
  await planned(...names)
  const ids = await Promise.all(names.slice(0, 30).map(idOf))
  const leaving = ids.map((id) => subscriptions(db, links).erase(links.token('subscriber', id!)))
  await Promise.all(names.map(() => ledger().next(null, LEASE_MS)))
  expect(await Promise.all(leaving)).not.toContain(false)
  for (let more = await ledger().next(null, LEASE_MS); more; ) more = await ledger().next(null, LEASE_MS)
  expect(await db.selectFrom('deliveries').select('state').execute()).toEqual(
    Array(30).fill({ state: 'sending' }),
  )
})

async function idOf(name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('subscribers')
    .select('id')
    .where('email', '=', `${name}@example.org`)
    .executeTakeFirst()
  return row?.id
}

test('what is due and not out is counted, with the age of the first; what is put off or held is not', async () => {
  expect(await ledger().due()).toEqual({ due: 0, oldestMs: null })
  await planned('a', 'b', 'c', 'd')
  await sql`update deliveries set due_at = now() - interval '2 hours' where issue_id = 'a@example.org'`.execute(
    db,
  )
  await sql`update deliveries set due_at = now() + interval '1 hour' where issue_id = 'b@example.org'`.execute(
    db,
  )
  await sql`update deliveries set state = 'unknown' where issue_id = 'c@example.org'`.execute(db)
  const { due, oldestMs } = await ledger().due()
  expect(due).toBe(2)
  expect(oldestMs).toBeGreaterThanOrEqual(7_200_000)
  expect(oldestMs).toBeLessThan(7_260_000)
})
