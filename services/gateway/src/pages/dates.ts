const long = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const short = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

export function dayOf(time: string): string {
  return time.slice(0, 10)
}

export function longDate(time: string): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? time : long.format(date)
}

export function shortDay(time: string): string {
  return day.format(new Date(time))
}

export function shortDate(time: string): string {
  return short.format(new Date(time))
}

/** "2026-11" as "Nov 2026". */
export function monthName(month: string): string {
  return shortDay(`${month}-01`).replace(/^\d+ /, '')
}

export function followingDay(date: string): string {
  const next = new Date(date)
  next.setUTCDate(next.getUTCDate() + 1)
  return dayOf(next.toISOString())
}
