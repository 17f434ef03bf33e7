import type { DatabaseSync } from 'node:sqlite'
import {
  type Candidate,
  MAX_CORRECTED,
  MAX_EDITS,
  MIN_PAPERS,
  nearest,
  writtenAs,
} from '../spelling/respelled.ts'
import { knownTerms } from './stats.ts'

/** Texts in which is looked how a stem is written. */
const TEXTS = 5

/** For stems that no paper has, the word that was likely meant; the first letter is taken as right. */
export function respell(db: DatabaseSync, stems: string[]): Map<string, string> {
  const known = knownTerms(db, stems)
  const found = new Map<string, string>()
  for (const unknown of stems.filter((stem) => !known.has(stem)).slice(0, MAX_CORRECTED)) {
    const meant = nearest(unknown, candidates(db, unknown))
    const written = meant === undefined ? undefined : writtenAs(meant, textsWith(db, meant))
    if (written !== undefined) found.set(unknown, written)
  }
  return found
}

function candidates(db: DatabaseSync, unknown: string): Iterable<Candidate> {
  const [letter = ''] = unknown
  const after = String.fromCodePoint((letter.codePointAt(0) ?? 0) + 1)
  return db
    .prepare(
      `select term stem, papers from terms
       where term >= ? and term < ? and papers >= ? and length(term) between ? and ?`,
    )
    .iterate(
      letter,
      after,
      MIN_PAPERS,
      unknown.length - MAX_EDITS,
      unknown.length + MAX_EDITS,
    ) as Iterable<unknown> as Iterable<Candidate>
}

function textsWith(db: DatabaseSync, stem: string): string[] {
  const rows = db
    .prepare(
      `select p.title || ' ' || p.abstract text from fts join papers p on p.rowid = fts.rowid
       where fts match ? limit ${TEXTS}`,
    )
    .all(`{title_stems abstract_stems} : "${stem}"`)
  return rows.map((row) => String(row.text))
}
