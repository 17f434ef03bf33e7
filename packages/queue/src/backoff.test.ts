import { expect, test } from 'vitest'
import { backoff } from './backoff.ts'

const bounds = { backoffMs: 500, maxBackoffMs: 60_000 }

test('the longest delay doubles with each attempt, up to a bound', () => {
  const longest = (attempt: number) => backoff(attempt, bounds, () => 1)
  expect([1, 2, 3, 4].map(longest)).toEqual([500, 1_000, 2_000, 4_000])
  expect([10, 1_000].map(longest)).toEqual([60_000, 60_000])
})

test('the delay is anything up to the longest, in whole milliseconds', () => {
  expect(backoff(3, bounds, () => 0)).toBe(1)
  expect(backoff(3, bounds, () => 0.123456)).toBe(248)
})
