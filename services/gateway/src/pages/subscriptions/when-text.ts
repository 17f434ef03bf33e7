import type { Wants } from '@paperboy/database'

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/** "daily at 8:00 (Europe/Berlin)", "every Monday at 8:00 (UTC)" */
export function whenText({ weekdays, hour, timeZone }: Wants): string {
  const names = WEEKDAYS.filter((_, index) => weekdays.includes(index + 1))
  const days = names.length === WEEKDAYS.length ? 'daily' : `every ${names.join(', ')}`
  return `${days} at ${hour}:00 (${timeZone.replaceAll('_', ' ')})`
}
