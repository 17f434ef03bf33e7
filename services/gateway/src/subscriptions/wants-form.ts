import { parseTimeZone } from '@paperboy/contracts'
import type { Wants } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import { isCalendarDay } from '../http/calendar-day.ts'
import { type FormFields, formFields } from './form-fields.ts'

export const MAX_SEARCHES = 20
export const MAX_QUERY = 500
export const MAX_PAPERS = 100

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const MONDAY = [1]

export type ManagedWants = Wants & { pausedUntil: string | null }

/** What the form of the manage page says; throws BAD_REQUEST with a sentence for people. */
export function readWantsForm(body: unknown, today: string): ManagedWants {
  const fields = formFields(body)
  const frequency = frequencyOf(fields.one('frequency'))
  const timeZone = parseTimeZone(fields.one('timeZone'))
  if (!timeZone) throw wrong('The time zone must be one of the list, such as Europe/Berlin.')
  return {
    topics: readTopics(fields),
    timeZone,
    hour: numberIn(fields.one('hour'), [0, 23], 'The hour'),
    frequency,
    weekdays: readWeekdays(fields, frequency),
    maxPapers: numberIn(fields.one('maxPapers'), [1, MAX_PAPERS], 'The number of papers'),
    pausedUntil: readPause(fields.one('pausedUntil'), today),
  }
}

function frequencyOf(text: string): Wants['frequency'] {
  if (text === '' || text === 'daily') return 'daily'
  if (text === 'weekly') return text
  throw wrong('The mails come daily or weekly.')
}

/** What was typed, to be corrected: of a number that is none, what was there before. */
export function asTyped<T extends ManagedWants>(before: T, body: unknown): T {
  const fields = formFields(body)
  const frequency = fields.one('frequency') === 'weekly' ? 'weekly' : 'daily'
  return {
    ...before,
    topics: [...(fields.one('trending') ? [null] : []), ...searchesOf(fields)],
    timeZone: fields.one('timeZone'),
    hour: Number(fields.one('hour')) || before.hour,
    frequency,
    weekdays: readWeekdays(fields, frequency),
    maxPapers: Number(fields.one('maxPapers')) || before.maxPapers,
    pausedUntil: fields.one('pausedUntil'),
  }
}

function readTopics(fields: FormFields): (string | null)[] {
  const searches = searchesOf(fields)
  if (searches.length > MAX_SEARCHES) throw wrong(`There may be ${MAX_SEARCHES} saved searches at most.`)
  if (searches.some((search) => search.length > MAX_QUERY))
    throw wrong(`A saved search may have ${MAX_QUERY} characters at most.`)
  const topics = [...(fields.one('trending') ? [null] : []), ...searches]
  if (topics.length === 0)
    throw wrong('Choose the trending papers or write down a search. To get no mails at all, unsubscribe.')
  return topics
}

function searchesOf(fields: FormFields): string[] {
  const lines = fields.one('searches').split(/\r\n|\r|\n/)
  return [...new Set(lines.map((line) => line.trim()).filter(Boolean))]
}

function readWeekdays(fields: FormFields, frequency: Wants['frequency']): number[] {
  if (frequency === 'daily') return EVERY_DAY
  const chosen = new Set(fields.all('weekdays').map(Number))
  const weekdays = EVERY_DAY.filter((day) => chosen.has(day))
  return weekdays.length > 0 ? weekdays : MONDAY
}

/** A pause that is over is none. */
function readPause(day: string, today: string): string | null {
  if (day === '') return null
  if (!isCalendarDay(day)) throw wrong('The day of the next mail must be written as 2026-11-24.')
  return day > today ? day : null
}

function numberIn(text: string, [min, max]: [number, number], what: string): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw wrong(`${what} must be between ${min} and ${max}.`)
}

function wrong(message: string): AppError {
  return new AppError('BAD_REQUEST', message)
}
