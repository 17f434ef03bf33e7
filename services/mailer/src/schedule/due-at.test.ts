import { describe, expect, test } from 'vitest'
import { dueAt, localDateAt, type When } from './due-at.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const at = (timeZone: string, hour: number, more: Partial<When> = {}): When => {
  return { timeZone, hour, weekdays: everyDay, pausedUntil: null, ...more }
}

describe('an issue is due at its hour, as the clock on the wall shows it', () => {
  test.each([
    ['an ordinary day', 'Europe/Berlin', 8, '2026-11-24', '2026-11-24T07:00:00.000Z'],
    ['45 minutes off', 'Asia/Kathmandu', 8, '2026-11-24', '2026-11-24T02:15:00.000Z'],
    ['an alias', 'Asia/Calcutta', 0, '2026-11-24', '2026-11-23T18:30:00.000Z'],
    ['far east', 'Pacific/Kiritimati', 0, '2026-11-24', '2026-11-23T10:00:00.000Z'],
    ['far west', 'Pacific/Pago_Pago', 23, '2026-11-24', '2026-11-25T10:00:00.000Z'],
    ['a skipped hour', 'Europe/Berlin', 2, '2026-03-29', '2026-03-29T01:00:00.000Z'],
    ['a doubled hour, the first', 'Europe/Berlin', 2, '2026-10-25', '2026-10-25T00:00:00.000Z'],
    ['negative summer time, skipped', 'Europe/Dublin', 1, '2026-03-29', '2026-03-29T01:00:00.000Z'],
    ['negative summer time, doubled', 'Europe/Dublin', 1, '2026-10-25', '2026-10-25T00:00:00.000Z'],
    ['half an hour skipped', 'Australia/Lord_Howe', 2, '2026-10-04', '2026-10-03T15:30:00.000Z'],
    ['the hour after it', 'Australia/Lord_Howe', 3, '2026-10-04', '2026-10-03T16:00:00.000Z'],
    ['half an hour doubled', 'Australia/Lord_Howe', 2, '2026-04-05', '2026-04-04T15:30:00.000Z'],
    ['a skipped midnight', 'America/Sao_Paulo', 0, '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['a doubled 23 h', 'America/Sao_Paulo', 23, '2018-02-17', '2018-02-18T01:00:00.000Z'],
    ['23 h skipped into the next day', 'America/Nuuk', 23, '2026-03-28', '2026-03-29T01:00:00.000Z'],
    ['the day after that', 'America/Nuuk', 23, '2026-03-29', '2026-03-30T00:00:00.000Z'],
    [
      'a doubled 0 h of a clock set back at 0:01',
      'America/St_Johns',
      0,
      '2010-11-07',
      '2010-11-07T02:30:00.000Z',
    ],
    ['before Ramadan', 'Africa/Casablanca', 2, '2026-02-14', '2026-02-14T01:00:00.000Z'],
    ['in Ramadan', 'Africa/Casablanca', 2, '2026-02-16', '2026-02-16T02:00:00.000Z'],
    ['the day before the date line moves', 'Pacific/Apia', 8, '2011-12-29', '2011-12-29T18:00:00.000Z'],
    ['the day after', 'Pacific/Apia', 8, '2011-12-31', '2011-12-30T18:00:00.000Z'],
  ])('%s: %s, %i h on %s', (_, zone, hour, date, instant) => {
    expect(dueAt(at(zone, hour), date)?.toISOString()).toBe(instant)
  })

  test('a day that the calendar skips has no issue', () => {
    for (let hour = 0; hour < 24; hour++) expect(dueAt(at('Pacific/Apia', hour), '2011-12-30')).toBeNull()
  })
})

test('only the weekdays that are wanted', () => {
  const when = at('UTC', 8, { weekdays: [1, 5] })
  const week = [
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
    '2026-11-28',
    '2026-11-29',
  ]
  expect(week.filter((day) => dueAt(when, day))).toEqual(['2026-11-23', '2026-11-27'])
})

test('a pause ends on the day it names', () => {
  const when = at('UTC', 8, { pausedUntil: '2026-12-01' })
  expect(dueAt(when, '2026-11-30')).toBeNull()
  expect(dueAt(when, '2026-12-01')).not.toBeNull()
})

test('one instant is three local dates', () => {
  const now = new Date('2026-11-24T10:30:00Z')
  const dates = ['Pacific/Pago_Pago', 'Europe/Berlin', 'Pacific/Kiritimati'].map((zone) =>
    localDateAt(zone, now),
  )
  expect(dates).toEqual(['2026-11-23', '2026-11-24', '2026-11-25'])
})
