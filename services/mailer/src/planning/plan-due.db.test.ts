import { deliveries } from '@paperboy/database'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aMailDatabase, type MailDatabase } from './a-mail-database.suite.ts'
import { planDate } from './plan-date.ts'
import { planDue } from './plan-due.ts'

let mail: MailDatabase
beforeEach(async () => {
  mail = await aMailDatabase()
})
afterEach(() => mail.stop())

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n + 1}`)

async function at(instant: string, given = {}) {
  mail.clock.now = new Date(instant)
  return planDue(mail.plan(given))
}

async function papersOf(email: string) {
  return (await mail.issues(email)).map(({ date, outcome, papers }) => [date, outcome, ...papers])
}

async function ledger() {
  return await mail.db.selectFrom('deliveries').selectAll().orderBy('issue_id').execute()
}

test('an issue freezes the first 20 papers of the newest ranked day', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.dump('2026-11-23', ids('old', 30))
  await mail.dump('2026-11-24', ids('new', 220))
  await mail.subscribe([{ email: 'ada@example.org' }])
  expect(await at('2026-11-24T07:59:00Z')).toMatchObject({ planned: 0, empty: 0 })
  expect(await at('2026-11-24T08:00:00Z')).toEqual({ planned: 1, empty: 0, late: 0, paused: 0 })
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'frozen', ...ids('new', 20)]])
  const [issue] = await mail.issues('ada@example.org')
  expect(issue!.why[2]).toEqual([{ kind: 'trending', rank: 3 }])
  expect(await ledger()).toMatchObject([
    { state: 'planned', attempts: 0, give_up_at: new Date('2026-11-25T08:00:00Z') },
  ])
})

test('who confirms after the hour gets the first mail the next day, unless an operator sends today', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.dump('2026-11-24', ids('new', 3))
  mail.clock.now = new Date('2026-11-24T10:10:00Z')
  await mail.subscribe([{ email: 'ada@example.org', confirmedAt: mail.clock.now }])
  expect(await at('2026-11-24T10:11:00Z')).toMatchObject({ planned: 0, empty: 0, late: 0 })
  expect(await at('2026-11-25T08:00:00Z')).toMatchObject({ planned: 1 })
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-25', 'frozen', ...ids('new', 3)]])
  mail.clock.now = new Date('2026-11-25T10:10:00Z')
  await mail.dump('2026-11-25', ['newer'])
  await mail.subscribe([{ email: 'bob@example.org', confirmedAt: mail.clock.now }])
  expect(await planDate(mail.plan(), '2026-11-25')).toMatchObject({ planned: 1 })
  expect((await papersOf('bob@example.org'))[0]?.slice(0, 3)).toEqual(['2026-11-25', 'frozen', 'newer'])
})

test('nothing new is an empty issue without a delivery, planned once', async () => {
  await mail.subscribe([{ email: 'ada@example.org' }])
  expect(await at('2026-11-24T08:00:00Z')).toMatchObject({ planned: 0, empty: 1 })
  expect(await at('2026-11-24T08:00:00Z')).toMatchObject({ planned: 0, empty: 0 })
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'empty']])
  expect(await ledger()).toEqual([])
})

test('a paper reaches a subscriber once, also when it comes again, higher, or for an earlier day', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org', maxPapers: 3 }])
  await mail.dump('2026-11-24', ['a', 'b', 'c', 'd'])
  await at('2026-11-24T08:00:00Z')
  await mail.dump('2026-11-25', ['c', 'b', 'e', 'a'])
  await mail.dump('2026-11-22', ['a', 'f'])
  await at('2026-11-25T08:00:00Z')
  await mail.dump('2026-11-26', ['f', 'e', 'c'])
  await at('2026-11-26T08:00:00Z')
  expect(await papersOf('ada@example.org')).toEqual([
    ['2026-11-24', 'frozen', 'a', 'b', 'c'],
    ['2026-11-25', 'frozen', 'e', 'f'],
    ['2026-11-26', 'empty'],
  ])
})

test('a paper that turns out to be one that was sent is not sent under its other id', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org' }])
  await mail.dump('2026-11-24', ['preprint'])
  await at('2026-11-24T08:00:00Z')
  await mail.dump('2026-11-25', ['published', 'other'])
  await sql`update papers set merged_into = 'published', deleted_at = now() where id = 'preprint'`.execute(
    mail.db,
  )
  await at('2026-11-25T08:00:00Z')
  // And on to a third id, as the writer of papers leaves it.
  await mail.dump('2026-11-26', ['final'])
  await sql`update papers set merged_into = 'final', deleted_at = now() where id in ('preprint', 'published')`.execute(
    mail.db,
  )
  await at('2026-11-26T08:00:00Z')
  expect(await papersOf('ada@example.org')).toEqual([
    ['2026-11-24', 'frozen', 'preprint'],
    ['2026-11-25', 'frozen', 'other'],
    ['2026-11-26', 'empty'],
  ])
})

test('two papers that become one while an issue is planned are in it once', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org' }])
  await mail.dump('2026-11-24', ['preprint', 'published'])
  const deps = mail.plan()
  await at('2026-11-24T08:00:00Z', {
    reads: {
      ...deps.reads,
      async trending(options: Parameters<typeof deps.reads.trending>[0]) {
        const found = await deps.reads.trending(options)
        await sql`update papers set merged_into = 'published', deleted_at = now() where id = 'preprint'`.execute(
          mail.db,
        )
        return found
      },
    },
  })
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'frozen', 'published']])
})

test('what came after an issue was frozen is in the next one', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org', topics: [null, 'late'] }])
  await mail.dump('2026-11-24', ['a'])
  await at('2026-11-24T08:00:00Z')
  mail.clock.now = new Date('2026-11-24T09:00:00Z')
  await mail.dump('2026-11-24', ['b', 'a'])
  await mail.dump('2026-11-20', ['late search'], { ranked: false })
  await at('2026-11-25T08:00:00Z')
  expect((await papersOf('ada@example.org'))[1]).toEqual(['2026-11-25', 'frozen', 'b', 'late search'])
})

test('several topics are one mail, each paper in it once with every reason', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([
    { email: 'ada@example.org', topics: [null, 'graph', 'neural graph'] },
    { email: 'bob@example.org', topics: ['graph'], maxPapers: 1 },
    { email: 'cy@example.org', topics: ['quantum'] },
  ])
  await mail.dump('2026-11-24', ['neural graph', 'robot'])
  await mail.dump('2026-11-24', ['a graph'], { ranked: false })
  await at('2026-11-24T08:00:00Z')
  const [issue] = await mail.issues('ada@example.org')
  expect(issue!.papers).toEqual(['neural graph', 'robot', 'a graph'])
  expect(issue!.why).toEqual([
    [
      { kind: 'trending', rank: 1 },
      { kind: 'search', query: 'graph' },
      { kind: 'search', query: 'neural graph' },
    ],
    [{ kind: 'trending', rank: 2 }],
    [{ kind: 'search', query: 'graph' }],
  ])
  expect((await mail.issues('bob@example.org'))[0]!.papers).toHaveLength(1)
  expect(await papersOf('cy@example.org')).toEqual([['2026-11-24', 'empty']])
})

test('who changes the topics while papers are looked for is planned with the new ones', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org', topics: ['robot'] }])
  await mail.dump('2026-11-24', ['robot', 'graph'])
  const token = await mail.token('ada@example.org')
  const deps = mail.plan()
  const match: typeof deps.match = async (queries, papers) => {
    const now = (await mail.subscriptions.find(token))!
    await mail.subscriptions.change(token, { ...now, topics: ['graph'] })
    await sql`update subscribers set due_at = '2026-11-24T08:00:00Z'`.execute(mail.db)
    return deps.match(queries, papers)
  }
  await at('2026-11-24T08:00:00Z', { match })
  await at('2026-11-24T08:00:05Z')
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-24', 'frozen', 'graph']])
})

test('a pause ends on its day, with what came meanwhile', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org' }])
  const token = await mail.token('ada@example.org')
  const now = (await mail.subscriptions.find(token))!
  await mail.subscriptions.change(token, { ...now, pausedUntil: '2026-11-26' })
  await sql`update subscribers set due_at = '2026-11-24T03:00:00Z'`.execute(mail.db)
  await mail.dump('2026-11-24', ['a'])
  for (const day of ['24', '25', '26']) await at(`2026-11-${day}T08:00:00Z`)
  expect(await papersOf('ada@example.org')).toEqual([['2026-11-26', 'frozen', 'a']])
})

test('a mailer that was down notes the days it missed and never makes up for them', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org' }])
  await mail.dump('2026-11-24', ['a'])
  await at('2026-11-24T08:00:00Z')
  await mail.dump('2026-11-25', ['b'])
  // Down from here on; up again on the 27th, too late for that day as well.
  expect(await at('2026-11-27T15:00:00Z')).toEqual({ planned: 0, empty: 0, late: 3, paused: 0 })
  await at('2026-11-28T13:00:00Z')
  expect(await papersOf('ada@example.org')).toEqual([
    ['2026-11-24', 'frozen', 'a'],
    ['2026-11-25', 'late'],
    ['2026-11-26', 'late'],
    ['2026-11-27', 'late'],
    ['2026-11-28', 'frozen', 'b'],
  ])
})

test('two planners side by side plan each subscriber once', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  const people = ids('p', 300).map((name) => ({ email: `${name}@example.org` }))
  await mail.subscribe(people)
  await mail.dump('2026-11-24', ids('new', 40))
  mail.clock.now = new Date('2026-11-24T08:00:00Z')
  const planners = Array.from({ length: 3 }, () => planDue(mail.plan({ batch: 40 })))
  const counts = await Promise.all(planners)
  // One that met only locked rows has left them to the others; whoever is left comes with the next look.
  const rest = await planDue(mail.plan())
  expect([...counts, rest].reduce((sum, { planned }) => sum + planned, 0)).toBe(300)
  expect(await ledger()).toHaveLength(300)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from issue_papers`.execute(mail.db)
  expect(rows[0]!.n).toBe(300 * 20)
})

test('who unsubscribes after the issue was planned gets no mail', async () => {
  mail.clock.now = new Date('2026-11-24T03:00:00Z')
  await mail.subscribe([{ email: 'ada@example.org' }, { email: 'bob@example.org' }])
  await mail.dump('2026-11-24', ['a'])
  await at('2026-11-24T08:00:00Z')
  await sql`update deliveries set give_up_at = now() + interval '1 day'`.execute(mail.db)
  await mail.subscriptions.unsubscribe(await mail.token('ada@example.org'))
  const claimed = await deliveries(mail.db).next(null, 60_000)
  expect(claimed).toMatchObject({ email: 'bob@example.org', attempts: 1 })
  expect(await deliveries(mail.db).next(null, 60_000)).toBeNull()
  expect((await ledger()).map(({ state }) => state).sort()).toEqual(['sending', 'suppressed'])
})
