import { expect, test } from 'vitest'
import { dayRange } from './day-range.ts'

test.each([
  [{ date: '2026-11-24' }, '2026-11-24', '2026-11-24'],
  [{ date: '2026-01-01', week: '2025-W44', month: '2025-10' }, '2026-01-01', '2026-01-01'],
  [{ week: '2025-W44', month: '2025-09' }, '2025-10-27', '2025-11-02'],
  [{ week: '2025-W44' }, '2025-10-27', '2025-11-02'],
  [{ week: '2026-W01' }, '2025-12-29', '2026-01-04'],
  [{ week: '2026-W53' }, '2026-12-28', '2027-01-03'],
  [{ month: '2024-02' }, '2024-02-01', '2024-02-29'],
  [{ month: '2026-12' }, '2026-12-01', '2026-12-31'],
])('%o is from %s to %s', (asked, from, to) => {
  expect(dayRange(asked)).toEqual({ from, to })
})

test.each([
  [{ date: '2025-13-40' }, 'date'],
  [{ week: '2025-W53' }, 'week'],
  [{ week: '2025-W00' }, 'week'],
  [{ month: '2025-13' }, 'month'],
  [{ month: '0000-01' }, 'month'],
])('%o is refused', (asked, name) => {
  expect(() => dayRange(asked)).toThrow(new RegExp(`^${name}`))
})

test('nothing asked is no range', () => {
  expect(dayRange({})).toBeNull()
})
