import { afterEach, beforeEach, expect, test } from 'vitest'
import { aMailDatabase, type MailDatabase } from './a-mail-database.suite.ts'
import { planDate } from './plan-date.ts'
import { planDue } from './plan-due.ts'

let mail: MailDatabase
beforeEach(async () => {
  mail = await aMailDatabase()
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
})
afterEach(() => mail.stop())

const papersOf = async (email: string) =>
  (await mail.issues(email)).map(({ date, outcome, papers }) => [date, outcome, ...papers])
const setClock = (instant: string) => {
  mail.clock.now = new Date(instant)
}

test('plans every confirmed subscriber whatever the hour, and a date never twice', async () => {
  await mail.subscribe([
    { email: 'ada@example.org', hour: 23 },
    { email: 'bob@example.org', weekdays: [7] },
    { email: 'cy@example.org' },
  ])
  await mail.subscriptions.unsubscribe(await mail.token('cy@example.org'))
  await mail.dump('2026-11-24', ['a', 'b'])
  expect(await planDate(mail.plan(), '2026-11-24')).toEqual({ planned: 2, empty: 0, late: 0, paused: 0 })
  await mail.dump('2026-11-24', ['c'])
  expect(await planDate(mail.plan(), '2026-11-24')).toEqual({ planned: 0, empty: 0, late: 0, paused: 0 })
  setClock('2026-11-24T23:00:00Z')
  expect(await planDue(mail.plan())).toMatchObject({ planned: 0, empty: 0 })
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'frozen', 'a', 'b']])
  setClock('2026-11-25T23:00:00Z')
  await planDue(mail.plan())
  expect((await papersOf('ada@example.org'))[1]).toEqual(['2026-11-25', 'frozen', 'c'])
})

test('may be retried until the next issue is due, not only to the hour it came before', async () => {
  await mail.subscribe([{ email: 'ada@example.org', hour: 4 }])
  await mail.dump('2026-11-24', ['a'])
  await planDate(mail.plan(), '2026-11-24')
  const row = await mail.db.selectFrom('deliveries').select('give_up_at').executeTakeFirstOrThrow()
  expect(row.give_up_at).toEqual(new Date('2026-11-25T04:00:00Z'))
})

test("a past day's issue holds the papers of that day, and takes none from today's", async () => {
  await mail.subscribe([{ email: 'ada@example.org', topics: [null, 'graph'] }])
  setClock('2026-11-20T03:00:00Z')
  await mail.dump('2026-11-20', ['old', 'old graph'])
  setClock('2026-11-24T03:00:00Z')
  await mail.dump('2026-11-24', ['new', 'new graph'])
  await planDate(mail.plan(), '2026-11-20')
  setClock('2026-11-24T08:00:00Z')
  await planDue(mail.plan())
  expect(await papersOf('ada@example.org')).toEqual([
    ['2026-11-20', 'frozen', 'old', 'old graph'],
    ['2026-11-24', 'frozen', 'new', 'new graph'],
  ])
})

test("today's also brings what came late for other days", async () => {
  await mail.subscribe([{ email: 'ada@example.org', topics: [null, 'graph'] }])
  await mail.dump('2026-11-22', ['late', 'a graph'])
  await mail.dump('2026-11-24', ['a'])
  await planDate(mail.plan(), '2026-11-24')
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'frozen', 'a', 'late', 'a graph']])
})

test('who has paused gets none, and it is noted', async () => {
  await mail.subscribe([{ email: 'ada@example.org' }])
  const token = await mail.token('ada@example.org')
  const now = (await mail.subscriptions.find(token))!
  await mail.subscriptions.change(token, { ...now, pausedUntil: '2026-12-01' })
  await mail.dump('2026-11-24', ['a'])
  expect(await planDate(mail.plan(), '2026-11-24')).toMatchObject({ planned: 0, paused: 1 })
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'paused']])
})

test('side by side with the planner of the hour, everybody has one issue', async () => {
  const people = Array.from({ length: 200 }, (_, n) => ({ email: `p${n}@example.org` }))
  await mail.subscribe(people)
  await mail.dump('2026-11-24', ['a', 'b', 'c'])
  setClock('2026-11-24T08:00:00Z')
  const counts = await Promise.all([
    planDue(mail.plan({ batch: 50 })),
    planDate(mail.plan({ batch: 50 }), '2026-11-24'),
    planDate(mail.plan({ batch: 30 }), '2026-11-24'),
  ])
  expect(counts.reduce((sum, { planned }) => sum + planned, 0)).toBe(200)
  expect(await mail.db.selectFrom('deliveries').select('issue_id').execute()).toHaveLength(200)
})
