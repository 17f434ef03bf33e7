import type { IssuePlanning, PlannedIssue } from '@paperboy/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendar, dice, wrongInstant, zones } from '../schedule/a-year.suite.ts'
import { addDays } from '../schedule/calendar.ts'
import { localDateAt } from '../schedule/due-at.ts'
import { aMailDatabase, type MailDatabase, type Person } from './a-mail-database.suite.ts'
import { planDue } from './plan-due.ts'

let mail: MailDatabase
beforeAll(async () => {
  mail = await aMailDatabase()
})
afterAll(() => mail.stop())

const START = new Date('2026-01-01T00:00:00Z')
const END = new Date('2027-01-01T00:00:00Z')
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
/** Their hour is one that the clock skips or doubles. */
const AT_TWO = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']
const PAPER_EVERY_DAYS = 10

type Made = PlannedIssue & { at: Date }
type Planned = Person & { timeZone: string; hour: number }

/** Most of them at the same few instants of the day: what is to be seen is the calendar, not the load. */
function people(): Planned[] {
  const roll = dice(4)
  return Array.from({ length: 500 }, (_, n): Planned => {
    const timeZone = zones[n % zones.length]!
    const noon = Number(
      new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(
        new Date('2026-01-01T12:00:00Z'),
      ),
    )
    const hour = AT_TWO.includes(timeZone) && roll(2) === 0 ? 2 : noon
    return { email: `p${n}@example.org`, timeZone, hour, weekdays: EVERY_DAY }
  })
}

/** A mailer that wakes when somebody is due, and never else, through a year. */
async function live(): Promise<Made[]> {
  const made: Made[] = []
  const deps = mail.plan()
  const noted = (planning: IssuePlanning): IssuePlanning => ({
    ...planning,
    async freeze(issues) {
      const frozen = await planning.freeze(issues)
      made.push(...frozen.map((issue) => ({ ...issue, at: mail.clock.now })))
      return frozen
    },
  })
  const inTransaction: typeof deps.inTransaction = (work) =>
    deps.inTransaction((planning) => work(noted(planning)))
  let nextPaper = '2026-01-01'
  for (;;) {
    const { due } = await mail.db
      .selectFrom('subscribers')
      .select(({ fn }) => fn.min('due_at').as('due'))
      .executeTakeFirstOrThrow()
    if (!due || due >= END) return made
    mail.clock.now = due
    const today = due.toISOString().slice(0, 10)
    if (today >= nextPaper) {
      await mail.dump(today, [`paper of ${today}`])
      nextPaper = addDays(today, PAPER_EVERY_DAYS)
    }
    await planDue({ ...deps, inTransaction })
  }
}

test('500 subscribers in 40 zones get one issue per local day at their hour, through a year', async () => {
  mail.clock.now = START
  const all = people()
  await mail.subscribe(all)
  const made = await live()
  const byId = Map.groupBy(made, (issue) => issue.subscriberId)
  const subscribers = await mail.db.selectFrom('subscribers').select(['id', 'email']).execute()
  const wrong: unknown[] = []
  let papers = 0
  for (const { id, email } of subscribers) {
    const when = all.find((person) => person.email === email)!
    const issues = byId.get(id) ?? []
    const days = issues.map(({ date }) => date)
    expect(days).toEqual(calendar({ weekdays: EVERY_DAY }, days[0]!, days.at(-1)!))
    // Whole: from the day on which the year begins in that zone to the one on which it ends.
    expect(days[0]! <= addDays(localDateAt(when.timeZone, START), 1)).toBe(true)
    expect(days.at(-1)! >= addDays(localDateAt(when.timeZone, END), -1)).toBe(true)
    wrong.push(
      ...issues.flatMap(({ date, at }, n) =>
        n === 0 ? [] : (wrongInstant(when, { localDate: date, at }) ?? []),
      ),
    )
    wrong.push(...issues.filter(({ outcome }) => outcome !== 'frozen' && outcome !== 'empty'))
    const got = issues.flatMap((issue) => issue.papers.map(({ paperId }) => paperId))
    expect(new Set(got).size).toBe(got.length)
    papers += got.length
  }
  expect(wrong).toEqual([])
  expect(made.length).toBeGreaterThanOrEqual(500 * 364)
  expect(papers).toBeGreaterThanOrEqual(500 * Math.floor(360 / PAPER_EVERY_DAYS))
}, 180_000)
