import type { SearchHit } from '@paperboy/contracts'
import { tellingWords } from '../similar-words.ts'
import { bestRows } from './best-rows.ts'
import { byOrder } from './order.ts'
import { paperTerms } from './paper-terms.ts'
import type { Store } from './posting-lists.ts'
import { matchesOf } from './ranked-matches.ts'
import { ScoreBoard } from './score-board.ts'
import { knownTerms } from './stats.ts'

/** More like this: papers that share the words which tell most about the paper. */
export function readSimilar({ db, lists }: Store, id: string, limit: number): SearchHit[] {
  const paper = db.prepare('select rowid from papers where id = ? and deleted = 0').get(id) as
    | { rowid: number }
    | undefined
  if (!paper) return []
  const board = new ScoreBoard(lists)
  const telling = tellingWords(paperTerms(db, paper.rowid), board.collection.papers)
  const known = knownTerms(
    db,
    telling.map(({ stem }) => stem),
  )
  const terms = telling.flatMap(({ stem, weight }) => {
    const term = known.get(stem)
    return term ? [{ id: term.id, weight }] : []
  })
  board.add(terms)
  const rows: number[] = []
  board.scores.forEach((score, row) => {
    if (score > 0 && row !== paper.rowid) rows.push(row)
  })
  const best = bestRows(rows, board.scores, limit)
  return matchesOf(db, best, board.scores)
    .sort(byOrder)
    .map((match) => ({ id: match.id, score: match.score }))
}
