import type { SourceRecord } from '@paperboy/contracts'
import { plainText } from './feed/plain-text.ts'
import { object as fieldsOf, present, text } from './json/fields.ts'
import { withKnownNames } from './json/known-names.ts'
import { personName } from './json/person-name.ts'

type Fields = Record<string, unknown>

/**
 * An object with the fields of a paper as a record; null without a title. What Paperboy has no word for,
 * and a field whose type makes no sense, goes into `extra` as it is, so nothing of the source is lost.
 */
export function jsonRecord(position: string, given: Fields, replacedBytes: number): SourceRecord | null {
  const object = withKnownNames(given)
  const title = text(Array.isArray(object.title) ? object.title[0] : object.title)
  if (title === undefined) return null
  const taken = new Set(['title', '__proto__'])
  const take = <T>(names: string[], read: (value: unknown) => T | undefined): T | undefined => {
    const found = names
      .map((name) => ({ name, value: read(object[name]) }))
      .find(({ value }) => value !== undefined)
    if (found) taken.add(found.name)
    return found?.value
  }
  const ids = ['arxivId', 'arxiv_id', 'doi', 'id'].map((name) => take([name], identifier))
  const record = {
    abstract: take(['abstract', 'summary'], abstract),
    authors: take(['authors'], authors),
    ids: some(ids.filter((id) => id !== undefined)),
    url: take(['url', 'abs'], text),
    codeUrls: take(['codeUrls'], texts),
    links: take(['links', 'pdf'], texts),
    categories: take(['categories'], categories),
    publishedAt: take(['publishedAt', 'published', 'date'], dateText),
    upvotes: take(['upvotes'], integerFrom(0)),
    rank: take(['rank'], integerFrom(1)),
    updatedAt: take(['updatedAt', 'updated'], dateText) ?? take(['version'], version),
  }
  const rest = Object.entries(object).filter(([name, value]) => !taken.has(name) && value !== null)
  const extra = Object.fromEntries(replacedBytes > 0 ? [...rest, ['replacedBytes', replacedBytes]] : rest)
  return {
    kind: 'record',
    position,
    title,
    ...present(record),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)

/** A number with a fraction is no identifier: JSON has already dropped the zeros at its end. */
function identifier(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : text(value)
}

function texts(value: unknown): string[] | undefined {
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) return undefined
  return some(list.filter((item) => item.trim() !== ''))
}

function authors(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return texts(value)
  return texts(value.map(personName))
}

/** Publishers mark up their abstracts ("<jats:p>"), and some give them as a list of one. */
function abstract(value: unknown): string | undefined {
  const written = text(Array.isArray(value) ? value[0] : value)
  if (written === undefined || !/<\/?jats:/.test(written)) return plainText(written)
  const heading = /^\s*<jats:title>\s*abstract\s*<\/jats:title>/i
  return text(
    written
      .replace(heading, '')
      .replace(/<\/?jats:[^<>]*>/g, ' ')
      .replace(/ +(?=[.,;:])/g, ''),
  )
}

/** "cs.AI cs.LG", or "Machine Learning, Optimization" where there is a comma. */
function categories(value: unknown): string[] | undefined {
  if (typeof value !== 'string') return texts(value)
  return some(
    value
      .split(/[,;]/.test(value) ? /[,;]/ : /\s+/)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
}

/** A date as written, or a year as a number, or the list of its parts that publishers give. */
function dateText(value: unknown): string | undefined {
  const parts = fieldsOf(value)?.['date-parts']
  const first: unknown = Array.isArray(parts) ? parts[0] : null
  if (Array.isArray(first) && first.every(Number.isInteger)) {
    return text(first.map((part) => String(part).padStart(2, '0')).join('-'))
  }
  const isYear = Number.isInteger(value) && Number(value) >= 1000 && Number(value) <= 9999
  return isYear ? String(value) : text(value)
}

/** A version number as "v3", which the parser tells from a year. */
function version(value: unknown): string | undefined {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return `v${value}`
  const written = text(value)?.trim()
  return written && /^\d{1,6}$/.test(written) ? `v${written}` : written
}

function integerFrom(least: number): (value: unknown) => number | undefined {
  return (value) => (Number.isSafeInteger(value) && Number(value) >= least ? Number(value) : undefined)
}
