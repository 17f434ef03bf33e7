import type { DatabaseSync } from 'node:sqlite'
import type { BestPaper, PaperTerm } from '../feedback.ts'
import { abstractCount, packed, termId, titleCount } from './term-counts.ts'

type Stored = { terms: Uint8Array; length: number }

/** The terms of one paper, by their ids. */
export function paperCounts(db: DatabaseSync, rowid: number): BestPaper<number> {
  const { terms, length } = stored(db, rowid)
  const counts = new Map<number, number>()
  for (const value of packed(terms)) counts.set(termId(value), titleCount(value) + abstractCount(value))
  return { counts, length }
}

/** The terms of one paper with what the collection knows of them. */
export function paperTerms(db: DatabaseSync, rowid: number): PaperTerm[] {
  const find = db.prepare('select term, papers from terms where id = ?')
  return Array.from(packed(stored(db, rowid).terms), (value) => {
    const { term, papers } = find.get(termId(value)) as { term: string; papers: number }
    return { stem: term, papers, title: titleCount(value), count: titleCount(value) + abstractCount(value) }
  })
}

function stored(db: DatabaseSync, rowid: number): Stored {
  return db.prepare('select terms, length from papers where rowid = ?').get(rowid) as Stored
}
