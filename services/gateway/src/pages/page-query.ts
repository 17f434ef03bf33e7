import { SortOrder } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Value } from 'typebox/value'
import type { FeedFormat } from '../feeds/send-feed.ts'
import { isCalendarDay } from '../http/calendar-day.ts'
import type { PapersQuery } from '../papers/search-papers.ts'

/** What the search form of the home page says. */
export type PageQuery = {
  q: string
  sort: SortOrder | ''
  from: string
  to: string
  hasCode: boolean
  cursor: string
}

const MAX_Q = 500
const PAGE_SIZE = 20

/** Reads the form as browsers send it: empty fields too, and whatever a shared link has gathered. */
export function readPageQuery(query: unknown): PageQuery {
  const fields = query as Record<string, unknown>
  const text = (name: string) => {
    const value = fields[name]
    return String(Array.isArray(value) ? value[0] : (value ?? '')).trim()
  }
  const sort = text('sort')
  if (sort && !Value.Check(SortOrder, sort))
    throw new AppError('BAD_REQUEST', 'There is no such order of papers.')
  return {
    q: checkLength(text('q')),
    sort: sort as PageQuery['sort'],
    ...checkDays({ from: text('from'), to: text('to') }),
    hasCode: ['true', 'on', '1'].includes(text('hasCode')),
    cursor: text('cursor'),
  }
}

export function toPapersQuery({ q, sort, from, to, hasCode, cursor }: PageQuery): PapersQuery {
  return {
    limit: PAGE_SIZE,
    highlight: q !== '',
    // Counted once, for the first page.
    ...(q && !cursor && { facets: ['category', 'month'] }),
    ...(q && { q }),
    ...(sort && { sort }),
    ...(from && { from }),
    ...(to && { to }),
    ...(hasCode && { hasCode }),
    ...(cursor && { cursor }),
  }
}

/** The address of the same list, or of its next page. */
export function listPath({ q, sort, from, to, hasCode }: PageQuery, cursor?: string): string {
  const fields = { q, sort, from, to, hasCode: hasCode ? 'true' : '', cursor: cursor ?? '' }
  const given = Object.entries(fields).filter(([, value]) => value !== '')
  return given.length > 0 ? `/?${new URLSearchParams(given)}` : '/'
}

/** The feed of the same search; it is always in the order of time. */
export function feedPath(query: PageQuery, format: FeedFormat = 'atom'): string {
  // The words have to be there, even where there are none.
  return `/feeds/search.${format}?${new URLSearchParams([['q', query.q], ...filtersOf(query)])}`
}

/** The page that shows the addresses of that feed. */
export function feedsPath(query: PageQuery): string {
  const words: [string, string][] = query.q ? [['q', query.q]] : []
  return `/feeds?${new URLSearchParams([...words, ...filtersOf(query)])}`
}

function filtersOf({ from, to, hasCode }: PageQuery): [string, string][] {
  return Object.entries({ from, to, hasCode: hasCode ? 'true' : '' }).filter(([, value]) => value !== '')
}

/** A phrase in quotation marks needs no others. */
export function quoted(q: string): string {
  return q.includes('"') ? q : `“${q}”`
}

/** Whether a reader asked for anything at all. */
export function isSearch({ q, sort, from, to, hasCode }: PageQuery): boolean {
  return Boolean(q || from || to || hasCode || (sort && sort !== 'trending'))
}

function checkDays({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const days = { from: checkDay(from, 'Seen from'), to: checkDay(to, 'Seen until') }
  if (from && to && from > to)
    throw new AppError('BAD_REQUEST', '“Seen from” must not be a later day than “Seen until”.')
  return days
}

function checkDay(value: string, name: string): string {
  if (value === '' || isCalendarDay(value)) return value
  throw new AppError('BAD_REQUEST', `“${name}” is not a day of the calendar. Write it as 2026-11-24.`)
}

function checkLength(q: string): string {
  if (q.length <= MAX_Q) return q
  throw new AppError('BAD_REQUEST', `The search is too long: ${MAX_Q} characters at most.`)
}
