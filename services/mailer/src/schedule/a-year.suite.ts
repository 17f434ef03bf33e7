import { addDays, isoWeekday } from './calendar.ts'
import type { When } from './due-at.ts'

const MINUTE_MS = 60_000

export const zones = [
  ...[
    'UTC',
    'Europe/Berlin',
    'Europe/Dublin',
    'Europe/London',
    'Europe/Lisbon',
    'Europe/Kyiv',
    'Europe/Moscow',
  ],
  ...['Africa/Casablanca', 'Africa/El_Aaiun', 'Africa/Cairo', 'Africa/Lagos', 'Africa/Johannesburg'],
  ...[
    'Asia/Kathmandu',
    'Asia/Kolkata',
    'Asia/Tehran',
    'Asia/Kabul',
    'Asia/Yangon',
    'Asia/Tokyo',
    'Asia/Beirut',
  ],
  ...['Asia/Gaza', 'Asia/Jerusalem', 'Australia/Lord_Howe', 'Australia/Adelaide', 'Australia/Eucla'],
  ...[
    'Pacific/Apia',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Pacific/Easter',
    'Pacific/Marquesas',
  ],
  ...['America/Sao_Paulo', 'America/New_York', 'America/St_Johns', 'America/Havana', 'America/Santiago'],
  ...['America/Nuuk', 'America/Scoresbysund', 'America/Los_Angeles', 'America/Asuncion', 'Antarctica/Troll'],
]

/** Park and Miller: the same year at every run. */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** What the clock on the wall shows, by another way than the code under test. */
function wall(timeZone: string, atMs: number): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' })
  formats.set(timeZone, format)
  return format.format(atMs)
}

/** Null, or what is wrong with the instant at which an issue was due. */
export function wrongInstant(
  { timeZone, hour }: Pick<When, 'timeZone' | 'hour'>,
  { localDate, at }: { localDate: string; at: Date },
): string | null {
  const wanted = `${localDate} ${String(hour).padStart(2, '0')}:00`
  const shown = wall(timeZone, at.getTime())
  const isEarlier = [30, 60].some((minutes) => wall(timeZone, at.getTime() - minutes * MINUTE_MS) === shown)
  const skipped = wall(timeZone, at.getTime() - 1) < wanted && shown > wanted
  return (shown === wanted && !isEarlier) || skipped ? null : `${timeZone}: ${wanted} came at ${shown}`
}

/** The sending days from the first to the last of a list, by the calendar alone. */
export function calendar(
  when: Pick<When, 'weekdays'>,
  first: string,
  last: string,
  without: string[] = [],
): string[] {
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (when.weekdays.includes(isoWeekday(day)) && !without.includes(day)) days.push(day)
  }
  return days
}
