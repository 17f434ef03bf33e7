import { AppError } from '@paperboy/service-kit'
import { addDays } from './calendar.ts'
import { dueAt, localDateAt, type When } from './due-at.ts'

const HOUR_MS = 3_600_000
const GRACE_MS = 6 * HOUR_MS
/** A week without its weekday (the calendar skipped it) and some to spare. */
const MAX_DAYS_BETWEEN = 21
/** More missed days than this are not named. */
const MAX_MISSED = 31
/** A clock set back over midnight shows yesterday again; no clock was ever set back further. */
const SET_BACK_MS = 3 * HOUR_MS

export type DueDay = { localDate: string; at: Date }
export type Turn =
  /** Plan the issue of this day now. `missed`: sending days before it that nobody planned, oldest first. */
  | { kind: 'due'; localDate: string; at: Date; missed: string[] }
  /** Nobody planned the issue of this day in time: note it, send nothing. */
  | { kind: 'late'; localDate: string; at: Date; missed: string[] }
  | { kind: 'none'; next: Date }

/** The first issue that is due after an instant, of a day later than what was `planned`. */
export function nextDue(when: When, after: Date, planned: string | null = null): DueDay {
  return firstDue(when, after, planned)
}

/** The last issue that was due up to now, of a later day than `planned`; null when there was none for weeks. */
export function newestDue(when: When, now: Date, planned: string | null = null): DueDay | null {
  const latest = localDateAt(when.timeZone, new Date(now.getTime() + SET_BACK_MS))
  for (let back = 0; back <= MAX_DAYS_BETWEEN; back++) {
    const localDate = addDays(latest, -back)
    if (planned !== null && localDate <= planned) return null
    const at = dueAt(when, localDate)
    if (at !== null && at <= now) return { localDate, at }
  }
  return null
}

/**
 * Whose turn it is. Only the newest day counts, and only once: `lastPlannedDate`, the newest local date
 * that was planned or noted, decides, whatever has become of the clock, the hour or the zone since.
 * Null means that nothing was ever planned: then a day whose grace is over was before the subscription.
 */
export function dueNow(when: When, lastPlannedDate: string | null, now: Date, graceMs = GRACE_MS): Turn {
  const newest = newestDue(when, now, lastPlannedDate)
  if (newest !== null) {
    const inTime = now.getTime() - newest.at.getTime() <= graceMs
    if (inTime || lastPlannedDate !== null) {
      const missed = missedDates(when, lastPlannedDate, newest.localDate)
      return { kind: inTime ? 'due' : 'late', ...newest, missed }
    }
  }
  return { kind: 'none', next: firstDue(when, now, lastPlannedDate).at }
}

/** The first day later than `planned` whose instant is after `after`. */
function firstDue(when: When, after: Date, planned: string | null): DueDay {
  const days = [localDateAt(when.timeZone, after), when.pausedUntil, planned && addDays(planned, 1)]
  const start = days.reduce<string>((latest, day) => (day !== null && day > latest ? day : latest), '')
  for (let ahead = 0; ahead <= MAX_DAYS_BETWEEN; ahead++) {
    const localDate = addDays(start, ahead)
    const at = dueAt(when, localDate)
    if (at !== null && at > after) return { localDate, at }
  }
  throw new AppError('INTERNAL', `A schedule has no sending day after ${start}. Give it a weekday.`)
}

function missedDates(when: When, planned: string | null, newest: string): string[] {
  if (planned === null) return []
  const missed: string[] = []
  for (let back = 1; missed.length < MAX_MISSED; back++) {
    const day = addDays(newest, -back)
    if (day <= planned || back > MAX_MISSED * 7) break
    if (dueAt(when, day) !== null) missed.unshift(day)
  }
  return missed
}
