import type { RecordFacts, SourceDeletion } from '@paperboy/contracts'
import { cleanText } from './clean-text.ts'
import { readIdentifier } from './identifiers.ts'
import { readDate } from './read-date.ts'

/** A record by which a source takes another one back. `at`: ISO 8601; null where it does not say when. */
export type Withdrawal = { ordinal: number; position: string; keys: string[]; at: string | null }

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Null for ids that are neither arXiv ids nor DOIs: no paper is known by them. */
export function readWithdrawal(
  entry: Pick<SourceDeletion, 'position' | 'ids' | 'updatedAt'>,
  ordinal: number,
): Withdrawal | null {
  const ids = entry.ids.flatMap((id) => readIdentifier(cleanText(id)) ?? [])
  if (ids.length === 0) return null
  const keys = [...new Set(ids.map(({ kind, value }) => `${kind}:${value}`))]
  return { ordinal, position: entry.position, keys, at: readTime(entry.updatedAt) }
}

function readTime(text: string | undefined): string | null {
  const time = text === undefined ? null : readDate(text)
  return time !== null && DAY.test(text?.trim() ?? '') ? endOfDay(time.slice(0, 10)) : time
}

/** Whoever says only the day may mean all of it: a record of that day does not outlast its withdrawal. */
export const endOfDay = (day: string): string => `${day}T23:59:59.999Z`

/**
 * As of when a paper is withdrawn; null: it is not. A withdrawal is a saying like others, and the newest one
 * that states a time decides; of equal times the withdrawal. Sayings without a time (pages) say nothing here.
 * `latest`: when each id was withdrawn last.
 */
export function withdrawnAt(facts: RecordFacts[], latest: ReadonlyMap<string, string>): string | null {
  const times = (list: (string | null | undefined)[]) =>
    list.filter((time) => typeof time === 'string').sort()
  const withdrawn = times(
    facts.flatMap(({ arxivId, doi }) => [latest.get(`arxiv:${arxivId}`), latest.get(`doi:${doi}`)]),
  ).at(-1)
  const said = times(facts.map(({ updatedAt }) => updatedAt)).at(-1)
  return withdrawn !== undefined && (said === undefined || said <= withdrawn) ? withdrawn : null
}
