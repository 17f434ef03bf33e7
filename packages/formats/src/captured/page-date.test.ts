import { expect, test } from 'vitest'
import { pageDate } from './page-date.ts'

test.each([
  ['Jun 12', '2026-11-24', '2026-06-12'],
  ['Nov 24', '2026-11-24', '2026-11-24'],
  ['Dec 29', '2027-01-02', '2026-12-29'],
  ['Jan 2', '2027-01-02', '2027-01-02'],
  ['Jan 1', '2026-12-31', '2027-01-01'],
  ['Jan 4', '2027-01-02', '2026-01-04'],
])('%s on a page of %s is %s, and the year is guessed', (text, until, day) => {
  expect(pageDate(text, until)).toEqual({ day, yearGuessed: true })
})

test('a year that is stated is taken, however far away', () => {
  expect(pageDate('· Published on Oct 7, 2034', '2026-11-24')).toEqual({
    day: '2034-10-07',
    yearGuessed: false,
  })
  expect(pageDate('Feb 30, 2026', '2026-11-24')).toBeNull()
  expect(pageDate('October', '2026-11-24')).toBeNull()
})
