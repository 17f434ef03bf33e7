const YEAR_MONTH_DAY = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/
/** "March 2025", "Mar. 2025": the first of it. */
const MONTH_YEAR = /^([a-z]{3,9})\.?,?\s+(\d{4})$/i
const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i
/** "Thu, 12 Feb 2026 17:11:20 GMT", "12 Feb 26", "12-Feb-2026", "Feb 12th, 2026": the month in letters, so never ambiguous. */
const WRITTEN =
  /^(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})(?:\s+|-)([a-z]{3,9})\.?,?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)(?:\s+|-)(\d{4}|\d{2}(?=\s+\d{1,2}:))(\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*(GMT|UTC?|Z|[ECMP][SD]T|[+-]\d{4}))?(?:\s*\([A-Z]{1,5}\))?$/i
/** The zones of mails that have names; every other name means several. */
const NAMED_ZONES: Record<string, string> = {
  ...{ EST: '-05:00', EDT: '-04:00', CST: '-06:00', CDT: '-05:00' },
  ...{ MST: '-07:00', MDT: '-06:00', PST: '-08:00', PDT: '-07:00' },
}
/** Mails of the last century have two digits; which century is RFC 5322's rule. */
const FIRST_YEAR_OF_TWO_DIGITS = 50
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const OLDEST_YEAR = 1500
const NEWEST_YEAR = 2200

/**
 * A date as ISO 8601 in UTC. Without a time it is a day, which is midnight UTC; a time with a zone is an instant,
 * without one it is taken as UTC. Null for what is no date.
 */
export function readDate(text: string): string | null {
  const trimmed = text.trim()
  const day = YEAR_MONTH_DAY.exec(trimmed) ?? DIGITS.exec(trimmed)
  if (day) return isoDay(Number(day[1]), Number(day[2] ?? 1), Number(day[3] ?? 1))
  const time = ISO_TIME.exec(trimmed)
  if (time) {
    if (!isoDay(Number(time[1]), Number(time[2]), Number(time[3]))) return null
    const iso = trimmed.replace(' ', 'T').replace(',', '.').replace(/\s+/g, '')
    return instant(time[4] ? `${iso.slice(0, -time[4].length)}${offsetOf(time[4])}` : `${iso}Z`)
  }
  const [, month = '', year] = MONTH_YEAR.exec(trimmed) ?? []
  if (year) return isoDay(Number(year), MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1, 1)
  const written = WRITTEN.exec(trimmed)
  return written ? readWritten(written) : null
}

function readWritten(match: RegExpExecArray): string | null {
  const [, dayBefore, monthAfter, monthBefore, dayAfter, year, time, zone] = match
  const month = MONTHS.indexOf((monthAfter ?? monthBefore ?? '').slice(0, 3).toLowerCase()) + 1
  const day = isoDay(fullYear(year ?? ''), month, Number(dayBefore ?? dayAfter))
  if (day === null || time === undefined) return day
  const clock = time.trim().replace(/^\d:/, '0$&')
  return instant(`${day.slice(0, 10)}T${clock}${offsetOf(zone ?? 'Z')}`)
}

function offsetOf(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d{2}):?(\d{2})?$/.exec(zone) ?? []
  return hours ? `${hours}:${minutes}` : (NAMED_ZONES[zone.toUpperCase()] ?? 'Z')
}

function fullYear(digits: string): number {
  if (digits.length !== 2) return Number(digits)
  return Number(digits) + (Number(digits) < FIRST_YEAR_OF_TWO_DIGITS ? 2000 : 1900)
}

function isoDay(year: number, month: number, day: number): string | null {
  if (year < OLDEST_YEAR || year > NEWEST_YEAR) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? date.toISOString() : null
}

function instant(iso: string): string | null {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
