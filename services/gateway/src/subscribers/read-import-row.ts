import { emailKey, parseTimeZone, readEmailAddress, scheduleOf } from '@paperboy/contracts'
import type { ImportRow } from '@paperboy/database'
import { MAX_PAPERS, MAX_QUERY, MAX_SEARCHES } from '../subscriptions/wants-form.ts'

export type ImportReading = { kind: 'row'; row: ImportRow } | { kind: 'refused'; reason: string }

// A day, or a time with its zone: a local time could be anybody's.
const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/

class Refused extends Error {}

/** A subscriber as a line of a CSV file tells it; keys are `columnName`s. */
export function readImportRow(cells: Record<string, string>, now: Date): ImportReading {
  try {
    return { kind: 'row', row: rowOf(cells, now) }
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', reason: error.message }
    throw error
  }
}

function rowOf(cells: Record<string, string>, now: Date): ImportRow {
  const cell = (name: string) => (cells[name] ?? '').trim().replace(/^'(?=[=+\-@])/, '')
  const email = readEmailAddress(cell('email'))
  if (email.kind === 'refused') throw new Refused(`email is not valid: ${email.reason}`)
  const state = cell('state').toLowerCase()
  if (state && state !== 'confirmed') throw new Refused(`state is ${state.slice(0, 50)}, not confirmed`)
  const timeZone = parseTimeZone(cell('timezone') || 'UTC')
  if (!timeZone) throw new Refused('time_zone is not the name of an IANA time zone')
  const weekdays = readWeekdays(cell('weekdays'))
  const { pausedUntil: _, ...schedule } = scheduleOf({
    timeZone,
    hour: wholeNumber(cell('hour') || '8', 'hour', [0, 23]),
    frequency: readFrequency(cell('frequency')),
    maxPapers: wholeNumber(cell('maxpapers') || '20', 'max_papers', [1, MAX_PAPERS]),
    ...(weekdays && { weekdays }),
  })
  return {
    email: email.address,
    emailKey: emailKey(email.address),
    confirmedAt: readConsent(cell('confirmedat'), now),
    wants: { ...schedule, topics: readTopics(cell('queries'), cell('trending')) },
  }
}

function readConsent(text: string, now: Date): Date {
  if (!text) throw new Refused('confirmed_at is missing: the time of the consent must be known')
  const time = new Date(TIME.test(text) ? text.replace(' ', 'T') : Number.NaN)
  if (Number.isNaN(time.getTime()))
    throw new Refused('confirmed_at is not a time such as 2026-11-24T08:00:00Z')
  if (time > now) throw new Refused('confirmed_at lies in the future')
  return time
}

function readTopics(queries: string, trending: string): (string | null)[] {
  const searches = [...new Set(queries.split(/\r\n|\r|\n/).map((query) => query.trim()))].filter(Boolean)
  if (searches.length > MAX_SEARCHES) throw new Refused(`queries has more than ${MAX_SEARCHES} searches`)
  if (queries.includes('\0')) throw new Refused('queries has a character that cannot be kept')
  if (searches.some((query) => query.length > MAX_QUERY))
    throw new Refused(`queries has a search of more than ${MAX_QUERY} characters`)
  const wantsTrending = trending ? /^(yes|true|1|y)$/i.test(trending) : searches.length === 0
  if (!wantsTrending && searches.length === 0)
    throw new Refused('neither trending nor queries: there is no topic')
  return [...(wantsTrending ? [null] : []), ...searches]
}

function readFrequency(text: string): 'daily' | 'weekly' {
  const frequency = text.toLowerCase() || 'daily'
  if (frequency === 'daily' || frequency === 'weekly') return frequency
  throw new Refused('frequency must be daily or weekly')
}

function readWeekdays(text: string): number[] | undefined {
  if (!text) return undefined
  const days = [...new Set(text.split(/[\s,;]+/))]
  if (!days.every((day) => /^[1-7]$/.test(day)))
    throw new Refused('weekdays must be numbers from 1 (Monday) to 7')
  return days.map(Number)
}

function wholeNumber(text: string, name: string, [min, max]: [number, number]): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new Refused(`${name} must be a number from ${min} to ${max}`)
}
