import { describe, expect, test } from 'vitest'
import { dueNow, newestDue, nextDue } from './due.ts'
import type { When } from './due-at.ts'

const HOUR_MS = 3_600_000
const grace = 6 * HOUR_MS
const daily: When = { timeZone: 'UTC', hour: 8, weekdays: [1, 2, 3, 4, 5, 6, 7], pausedUntil: null }
const mondays: When = { ...daily, weekdays: [1] }
const date = (text: string) => new Date(text)

describe('whose turn it is', () => {
  test('nobody before the hour, everybody at it, nobody again', () => {
    const before = dueNow(daily, '2026-11-23', date('2026-11-24T07:59:59.999Z'), grace)
    expect(before).toEqual({ kind: 'none', next: date('2026-11-24T08:00:00Z') })
    const at = dueNow(daily, '2026-11-23', date('2026-11-24T08:00:00Z'), grace)
    expect(at).toEqual({ kind: 'due', localDate: '2026-11-24', at: date('2026-11-24T08:00:00Z'), missed: [] })
    const again = dueNow(daily, '2026-11-24', date('2026-11-24T08:00:00Z'), grace)
    expect(again).toEqual({ kind: 'none', next: date('2026-11-25T08:00:00Z') })
  })

  test('a mailer that was down catches up until the grace is over', () => {
    expect(dueNow(daily, '2026-11-23', date('2026-11-24T14:00:00Z'), grace).kind).toBe('due')
    expect(dueNow(daily, '2026-11-23', date('2026-11-24T14:00:00.001Z'), grace)).toMatchObject({
      kind: 'late',
      localDate: '2026-11-24',
    })
  })

  test('also after midnight', () => {
    const evening = { ...daily, hour: 23 }
    const turn = dueNow(evening, '2026-11-23', date('2026-11-25T02:00:00Z'), grace)
    expect(turn).toMatchObject({ kind: 'due', localDate: '2026-11-24' })
  })

  test('of three missed days only the newest is sent, the others are named', () => {
    const turn = dueNow(daily, '2026-11-20', date('2026-11-24T09:00:00Z'), grace)
    expect(turn).toMatchObject({
      kind: 'due',
      localDate: '2026-11-24',
      missed: ['2026-11-21', '2026-11-22', '2026-11-23'],
    })
  })

  test('after a year of silence the list of missed days has an end', () => {
    const turn = dueNow(mondays, '2020-01-01', date('2026-11-24T09:00:00Z'), grace)
    expect(turn).toMatchObject({ kind: 'late', localDate: '2026-11-23' })
    expect(turn.kind === 'late' && turn.missed).toHaveLength(31)
  })

  test('a new subscription gets what was due within the grace, and missed nothing before', () => {
    expect(dueNow(daily, null, date('2026-11-24T09:00:00Z'), grace)).toMatchObject({
      kind: 'due',
      missed: [],
    })
    const next = date('2026-11-30T08:00:00Z')
    expect(dueNow(mondays, null, date('2026-11-24T09:00:00Z'), grace)).toEqual({ kind: 'none', next })
  })
})

describe('one local date has one issue', () => {
  test('when the hour is changed later on the same day', () => {
    const later = { ...daily, hour: 20 }
    const turn = dueNow(later, '2026-11-24', date('2026-11-24T20:30:00Z'), grace)
    expect(turn).toEqual({ kind: 'none', next: date('2026-11-25T20:00:00Z') })
  })

  test('when the zone is changed to one where the day is not over', () => {
    const honolulu = { ...daily, timeZone: 'Pacific/Honolulu' }
    const turn = dueNow(honolulu, '2026-11-24', date('2026-11-24T18:30:00Z'), grace)
    expect(turn).toEqual({ kind: 'none', next: date('2026-11-25T18:00:00Z') })
  })

  test('when the clock of the machine goes back', () => {
    expect(dueNow(daily, '2026-11-24', date('2026-11-22T09:00:00Z'), grace)).toEqual({
      kind: 'none',
      next: date('2026-11-25T08:00:00Z'),
    })
  })

  test('when an operator sent it before its hour', () => {
    expect(dueNow(daily, '2026-11-24', date('2026-11-24T08:00:00Z'), grace).kind).toBe('none')
  })

  test('when the clock is set back over midnight after it', () => {
    const midnight = { ...daily, timeZone: 'America/St_Johns', hour: 0 }
    // 0:00 on Sunday, then 23:01 on Saturday again, then 0:00 on Sunday a second time.
    const instants = ['02:30', '02:45', '03:30'].map((time) => date(`2010-11-07T${time}:00Z`))
    expect(instants.map((now) => dueNow(midnight, '2010-11-06', now, grace))).toMatchObject(
      instants.map(() => ({ kind: 'due', localDate: '2010-11-07' })),
    )
    expect(instants.map((now) => dueNow(midnight, '2010-11-07', now, grace).kind)).toEqual([
      'none',
      'none',
      'none',
    ])
  })
})

describe('a pause', () => {
  const paused = { ...daily, pausedUntil: '2026-12-01' }

  test('sends nothing and misses nothing', () => {
    const next = date('2026-12-01T08:00:00Z')
    expect(dueNow(paused, '2026-11-20', date('2026-11-24T08:00:00Z'), grace)).toEqual({ kind: 'none', next })
    const turn = dueNow(paused, '2026-11-20', next, grace)
    expect(turn).toMatchObject({ kind: 'due', localDate: '2026-12-01', missed: [] })
  })

  test('of a century is no search through its days', () => {
    const next = nextDue({ ...mondays, pausedUntil: '2126-01-01' }, date('2026-11-24T00:00:00Z'))
    expect(next.localDate).toBe('2126-01-07')
  })
})

test('the next due instant is later than the one given, never the same', () => {
  expect(nextDue(daily, date('2026-11-24T08:00:00Z')).localDate).toBe('2026-11-25')
  expect(nextDue(mondays, date('2026-11-24T08:00:00Z')).localDate).toBe('2026-11-30')
  const fridays = { ...daily, timeZone: 'Pacific/Apia', weekdays: [5] }
  expect(nextDue(fridays, date('2011-12-24T00:00:00Z')).localDate).toBe('2012-01-06')
})

test('the newest due day of a weekly subscription is days ago', () => {
  expect(newestDue(mondays, date('2026-11-28T00:00:00Z'))?.localDate).toBe('2026-11-23')
})

test('a schedule without weekdays is a fault', () => {
  expect(() => nextDue({ ...daily, weekdays: [] }, date('2026-11-24T08:00:00Z'))).toThrow('no sending day')
})

test('a zone that does not exist is a fault', () => {
  expect(() => nextDue({ ...daily, timeZone: 'Mars/Olympus' }, date('2026-11-24T08:00:00Z'))).toThrow(
    RangeError,
  )
})
