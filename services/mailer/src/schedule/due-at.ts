import type { Schedule } from '@paperboy/contracts'
import { Temporal } from 'temporal-polyfill'
import { isoWeekday } from './calendar.ts'

/** What decides when an issue is due; how many papers are in it doesn't matter here. */
export type When = Pick<Schedule, 'timeZone' | 'hour' | 'weekdays' | 'pausedUntil'>

/** The day that a calendar on the wall shows in this zone. */
export function localDateAt(timeZone: string, now: Date): string {
  const { offsetNanoseconds } = zoned(timeZone, now.getTime())
  return new Date(now.getTime() + offsetNanoseconds / 1e6).toISOString().slice(0, 10)
}

/** When the issue of a local day is due, or null when that day has none. */
export function dueAt(when: When, localDate: string): Date | null {
  if (!when.weekdays.includes(isoWeekday(localDate))) return null
  if (when.pausedUntil !== null && localDate < when.pausedUntil) return null
  const atMs = hourOf(when.timeZone, localDate, when.hour)
  return atMs === null ? null : new Date(atMs)
}

/**
 * The instant at which a local day reaches an hour: the first of two when the clock is set back, the end
 * of the gap when the clock skips the hour (that may be midnight: 23:00 in Nuuk in March), null when the
 * calendar skips the whole day (30 December 2011 on Samoa).
 */
function hourOf(timeZone: string, localDate: string, hour: number): number | null {
  // From numbers: the planner asks this for everybody, and to parse a text costs more than all the rest.
  const [year = 0, month = 0, day = 0] = localDate.split('-').map(Number)
  const wanted = new Temporal.PlainDateTime(year, month, day, hour)
  const found = wanted.toZonedDateTime(timeZone)
  if (found.hour === hour && found.minute === 0 && found.day === day) return found.epochMilliseconds
  const gap = wanted.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).getTimeZoneTransition('next')
  if (gap === null) return found.epochMilliseconds
  const before = zoned(timeZone, gap.epochMilliseconds - 1)
  return before.day === day || gap.day === day ? gap.epochMilliseconds : null
}

function zoned(timeZone: string, atMs: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone)
}
