import { AppError } from '@paperboy/service-kit'
import { isCalendarDay } from '../http/calendar-day.ts'

export type DayRange = { from: string; to: string }
type Asked = { date?: string; week?: string; month?: string }

const DAY_MS = 86_400_000
export const EVER: DayRange = { from: '0001-01-01', to: '9999-12-31' }

/** The days that a client asks for, the narrowest that it names; null when it names none. */
export function dayRange({ date, week, month }: Asked): DayRange | null {
  if (date !== undefined) return isCalendarDay(date) ? { from: date, to: date } : refuse('date', 'YYYY-MM-DD')
  if (week !== undefined) return weekRange(week) ?? refuse('week', 'YYYY-Www, for instance 2026-W09')
  if (month !== undefined) return monthRange(month) ?? refuse('month', 'YYYY-MM')
  return null
}

function refuse(name: string, form: string): never {
  throw new AppError('BAD_REQUEST', `${name} is not in the calendar. Write it as ${form}.`)
}

/** ISO 8601: week 1 is the one with 4 January; Monday to Sunday. */
function weekRange(text: string): DayRange | null {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(text) ?? []
  if (year === undefined || Number(year) < 1 || Number(week) < 1) return null
  const fourth = Date.parse(`${year}-01-04T00:00:00Z`)
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7
  const monday = fourth + (Number(week) - 1) * 7 * DAY_MS - weekday * DAY_MS
  // The last week of a year has its Thursday in it.
  if (day(monday + 3 * DAY_MS).slice(0, 4) !== year) return null
  return { from: day(monday), to: day(monday + 6 * DAY_MS) }
}

function monthRange(text: string): DayRange | null {
  const first = `${text}-01`
  if (!/^\d{4}-\d{2}$/.test(text) || !isCalendarDay(first)) return null
  const [year = 0, month = 0] = text.split('-').map(Number)
  const last = new Date(Date.UTC(2000, month, 0)).setUTCFullYear(year, month, 0)
  return { from: first, to: day(last) }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
