import { AppError } from '@paperboy/service-kit'

/** Throws BAD_REQUEST where the first day is after the last. */
export function checkDayOrder({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (from && to && from > to)
    throw new AppError('BAD_REQUEST', `from (${from}) must not be after to (${to}).`)
}

/** Whether `text` is a day of the calendar, written YYYY-MM-DD. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  // Date.parse rolls over: 2026-02-30 would be the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
