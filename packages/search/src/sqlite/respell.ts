import type { DatabaseSync } from 'node:sqlite'
import {
  type Candidate,
  type Doubtful,
  endingsMended,
  MAX_EDITS,
  MIN_PAPERS,
  nearest,
  rarelyWritten,
  writtenAs,
} from '../spelling/respelled.ts'
import { knownTerms, papersWith } from './stats.ts'

/** Texts in which is looked how a stem is written. */
const TEXTS = 5

/** For words, by their stems, that no or hardly any paper has, the word that was likely meant; the first letter is taken as right. */
export function respell(db: DatabaseSync, words: Map<string, string>): Map<string, string> {
  const known = knownTerms(db, [...words.keys()])
  const found = new Map<string, string>()
  for (const typed of rarelyWritten(words, (stem) => known.get(stem)?.papers ?? 0)) {
    const meant = nearest(typed, [...mended(db, typed), ...candidates(db, typed)])
    const written = meant && (meant.word ?? writtenAs(meant.stem, textsWith(db, meant.stem)))
    if (written !== undefined) found.set(typed.stem, written)
  }
  return found
}

function mended(db: DatabaseSync, typed: Doubtful): Candidate[] {
  const words = endingsMended(typed)
  const papers = papersWith(
    db,
    words.map(({ stem }) => stem),
  )
  return words.map(({ stem, word }) => ({ stem, word, papers: papers.get(stem) ?? 0 }))
}

function candidates(db: DatabaseSync, { stem, word, roots }: Doubtful): Iterable<Candidate> {
  const lengths = [stem, word, ...roots].map((form) => form.length)
  const [letter = ''] = stem
  const after = String.fromCodePoint((letter.codePointAt(0) ?? 0) + 1)
  const shortest = Math.min(...lengths) - MAX_EDITS
  const longest = Math.max(...lengths) + MAX_EDITS
  return db
    .prepare(
      `select term stem, papers from terms
       where term >= ? and term < ? and papers >= ? and length(term) between ? and ?`,
    )
    .iterate(letter, after, MIN_PAPERS, shortest, longest) as Iterable<unknown> as Iterable<Candidate>
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
