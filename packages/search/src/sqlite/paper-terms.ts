import type { DatabaseSync } from 'node:sqlite'
import type { FeedbackPaper } from '../feedback.ts'
import { abstractCount, packed, termId, titleCount } from './term-counts.ts'

/** The terms of one paper with what the collection knows of them. */
export function feedbackPaper(db: DatabaseSync, rowid: number): FeedbackPaper {
  const paper = db.prepare('select terms, length from papers where rowid = ?').get(rowid) as {
    terms: Uint8Array
    length: number
  }
  const find = db.prepare('select term, papers from terms where id = ?')
  const terms = Array.from(packed(paper.terms), (value) => {
    const { term, papers } = find.get(termId(value)) as { term: string; papers: number }
    return { stem: term, papers, title: titleCount(value), count: titleCount(value) + abstractCount(value) }
  })
  return { terms, length: paper.length }
}
