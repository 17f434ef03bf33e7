import { expect, test } from 'vitest'
import { isCalendarDay } from './calendar-day.ts'

test.each(['2026-11-24', '2024-02-29', '1999-12-31'])('%s is a day', (day) => {
  expect(isCalendarDay(day)).toBe(true)
})

test.each(['2026-02-30', '2025-02-29', '2026-13-01', '2026-1-1', '2026-11-24T00:00', '0000-01-01', ''])(
  '"%s" is no day',
  (day) => {
    expect(isCalendarDay(day)).toBe(false)
  },
)
