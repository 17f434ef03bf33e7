import { describe, expect, test } from 'vitest'
import { calendar, dice, wrongInstant, zones } from './a-year.suite.ts'
import { dueNow, newestDue } from './due.ts'
import type { When } from './due-at.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Planned = { localDate: string; at: Date; now: Date }
type Walk = { from: number; to: number; maxStepMs: number; graceMs: number }

/** A mailer that looks at the clock now and then; it asks again only when the time it was told has come. */
function live(when: When, walk: Walk, roll: (below: number) => number) {
  const lived = { sent: [] as Planned[], late: [] as Planned[], missed: [] as string[] }
  let last = newestDue(when, new Date(walk.from))?.localDate ?? null
  let next = 0
  for (let at = walk.from; at < walk.to; at += MINUTE_MS + roll(walk.maxStepMs - MINUTE_MS + 1)) {
    if (at < next && roll(50) > 0) continue
    const now = new Date(at)
    const turn = dueNow(when, last, now, walk.graceMs)
    if (turn.kind === 'none') {
      next = turn.next.getTime()
      continue
    }
    if (at < next) throw new Error(`due at ${now.toISOString()}, before the time that was told`)
    lived[turn.kind === 'due' ? 'sent' : 'late'].push({ ...turn, now })
    lived.missed.push(...turn.missed)
    last = turn.localDate
  }
  return lived
}

function schedules(count: number, roll: (below: number) => number, some = zones): When[] {
  return Array.from({ length: count }, (_, i) => {
    const chosen = [1, 2, 3, 4, 5, 6, 7].filter(() => roll(3) > 0)
    const weekdays = chosen.length > 0 ? chosen : [1 + roll(7)]
    return { timeZone: some[i % some.length]!, hour: roll(24), weekdays, pausedUntil: null }
  })
}

const year = (first: number): Pick<Walk, 'from' | 'to'> => {
  return { from: Date.UTC(first, 0, 1), to: Date.UTC(first + 1, 0, 1) }
}

describe('a year of 500 schedules in 40 zones', () => {
  test('gives one issue per local day, at its hour, while the mailer is never down longer than the grace', () => {
    const roll = dice(1)
    const wrong: unknown[] = []
    for (const when of schedules(500, roll)) {
      const { sent, late, missed } = live(
        when,
        { ...year(2026), maxStepMs: 10 * HOUR_MS, graceMs: 10 * HOUR_MS },
        roll,
      )
      const days = sent.map((issue) => issue.localDate)
      if (late.length + missed.length > 0) wrong.push({ when, late, missed })
      expect(days).toEqual(calendar(when, days[0]!, days.at(-1)!))
      // Whole: nothing is left out at either end but what the year itself cuts.
      expect(days.length).toBeGreaterThanOrEqual(52 * when.weekdays.length - 1)
      wrong.push(...sent.map((issue) => wrongInstant(when, issue)).filter((fault) => fault !== null))
      wrong.push(...sent.filter(({ now, at }) => now < at || now.getTime() - at.getTime() > 10 * HOUR_MS))
    }
    expect(wrong).toEqual([])
  }, 240_000)

  test.each([
    [2011, ['2011-12-30'], ['Pacific/Apia', 'Pacific/Fakaofo']],
    [2010, [], ['America/St_Johns', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Gaza']],
    [1994, ['1994-12-31'], ['Pacific/Kiritimati', 'Pacific/Enderbury']],
  ])(
    'of %i: over the date line, and clocks that are set back at midnight',
    (first, without, some) => {
      const roll = dice(first)
      for (const when of schedules(40, roll, some)) {
        const walk = { ...year(first), maxStepMs: 5 * HOUR_MS, graceMs: 6 * HOUR_MS }
        const { sent, late, missed } = live(when, walk, roll)
        const days = sent.map((issue) => issue.localDate)
        expect(days).toEqual(calendar(when, days[0]!, days.at(-1)!, without))
        expect([...late, ...missed, ...sent.filter((issue) => wrongInstant(when, issue))]).toEqual([])
      }
    },
    30_000,
  )
})

test('a mailer that is down for days sends nothing twice and nothing late, and accounts for every day', () => {
  const roll = dice(2)
  const walk = { ...year(2026), maxStepMs: 5 * DAY_MS, graceMs: 6 * HOUR_MS }
  for (const when of schedules(120, roll)) {
    const { sent, late, missed } = live(when, walk, roll)
    const days = [...sent, ...late].map((issue) => issue.localDate)
    const all = [...days, ...missed].toSorted()
    expect(all).toEqual(calendar(when, all[0]!, all.at(-1)!))
    expect(sent.filter(({ now, at }) => now.getTime() - at.getTime() > walk.graceMs)).toEqual([])
    expect(late.filter(({ now, at }) => now.getTime() - at.getTime() <= walk.graceMs)).toEqual([])
  }
}, 30_000)

test('somebody who changes hour and zone every day never gets two issues for one local date', () => {
  const roll = dice(3)
  for (let person = 0; person < 20; person++) {
    let last: string | null = null
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2026, 3, 10); at += MINUTE_MS + roll(8 * HOUR_MS)) {
      const [when] = schedules(1, roll, [zones[roll(zones.length)]!])
      const turn = dueNow(when!, last, new Date(at))
      if (turn.kind === 'none') continue
      expect(last === null || turn.localDate > last).toBe(true)
      last = turn.localDate
    }
  }
}, 30_000)
