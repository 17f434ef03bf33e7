import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { BounceReport } from './bounce.ts'
import { SubscriptionRequest, scheduleOf } from './subscription.ts'
import { parseTimeZone, timeZones } from './time-zone.ts'

test('an address alone is a subscription: every day at eight, UTC', () => {
  expect(Value.Check(SubscriptionRequest, { email: 'a@b.test' })).toBe(true)
  expect(scheduleOf({})).toEqual({
    timeZone: 'UTC',
    hour: 8,
    frequency: 'daily',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    maxPapers: 20,
    pausedUntil: null,
  })
  expect(Value.Default(SubscriptionRequest, { email: 'a@b.test' })).toEqual({
    email: 'a@b.test',
    query: null,
    timeZone: 'UTC',
    hour: 8,
    frequency: 'daily',
    maxPapers: 20,
  })
})

test('weekly without weekdays is on Monday; chosen weekdays stay', () => {
  expect(scheduleOf({ frequency: 'weekly' }).weekdays).toEqual([1])
  expect(scheduleOf({ frequency: 'weekly', weekdays: [5, 2] }).weekdays).toEqual([2, 5])
})

test.each([
  { hour: 24 },
  { hour: 7.5 },
  { maxPapers: 0 },
  { maxPapers: 101 },
  { weekdays: [] },
  { weekdays: [0] },
  { weekdays: [1, 1] },
  { frequency: 'hourly' },
  { query: 'x'.repeat(501) },
  { timeZone: '+02:00' },
  { colour: 'red' },
])('a subscription with %j is refused', (wrong) => {
  expect(Value.Check(SubscriptionRequest, { email: 'a@b.test', ...wrong })).toBe(false)
})

test('a bounce names an address or a token', () => {
  expect(Value.Check(BounceReport, { email: 'a@b.test', type: 'hard' })).toBe(true)
  expect(Value.Check(BounceReport, { token: 'abc', type: 'soft', detail: 'full' })).toBe(true)
  expect(Value.Check(BounceReport, { token: 'abc', type: 'odd' })).toBe(false)
})

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['UTC', 'UTC'],
  ['Etc/GMT+5', 'Etc/GMT+5'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
  ['US/Pacific', 'US/Pacific'],
  ['+02:00', null],
  ['Mars/Olympus', null],
  ['', null],
  ['Europe/Berlin\n', null],
])('zone %j is %j', (text, zone) => {
  expect(parseTimeZone(text)).toBe(zone)
})

test('every zone of the list is a zone', () => {
  expect(timeZones()[0]).toBe('UTC')
  expect(timeZones().filter((zone) => parseTimeZone(zone) !== zone)).toEqual([])
})
