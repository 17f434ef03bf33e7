import type { DatabaseSync } from 'node:sqlite'
import { FEEDBACK_PAPERS, feedback, isWord, rarity, sharedTerms } from '../feedback.ts'
import type { Filters } from '../filters.ts'
import type { QueryNode } from '../query/ast.ts'
import { type RankedWords, rankedWords } from '../query/ranked-words.ts'
import { bestRows } from './best-rows.ts'
import { filterMask, ftsRows, wantedWords } from './matched-rows.ts'
import { pairPoints } from './pair-points.ts'
import { paperCounts } from './paper-terms.ts'
import { ScoreBoard, type WeightedTerm } from './score-board.ts'
import { type KnownTerm, knownTerms } from './stats.ts'

/** Papers whose texts are read for words side by side: more than a reader turns to. */
const READ_PAPERS = 100

export type Ranking = { rows: number[]; scores: Float64Array }

/** All papers that match, in no order yet, and their scores by rowid. */
export function rankPapers(db: DatabaseSync, node: QueryNode, filters: Filters): Ranking {
  const board = new ScoreBoard(db)
  const ranked = rankedWords(node)
  const terms = knownTerms(
    db,
    ranked.words.map(({ stem }) => stem),
  )
  const rows = matchedRows(db, { node, filters, ranked, terms, board })
  pairBonus(db, { rows, ranked, terms, board })
  if (terms.size > 0) board.add(expansion(db, bestRows(rows, board.scores, FEEDBACK_PAPERS), board))
  return { rows, scores: board.scores }
}

/** What the best papers have in common. */
function expansion(db: DatabaseSync, rows: number[], board: ScoreBoard): WeightedTerm[] {
  const best = rows.map((row) => paperCounts(db, row))
  const find = db.prepare('select term, papers from terms where id = ?')
  const papersOf = new Map(
    sharedTerms(best).flatMap((id) => {
      const { term, papers } = find.get(id) as { term: string; papers: number }
      return isWord(term) ? [[id, papers] as const] : []
    }),
  )
  const { papers } = board.stats
  return feedback(best, papersOf, { papers, meanLength: board.meanLength }).map(({ term: id, weight }) => ({
    id,
    weight: weight * rarity(papersOf.get(id) ?? 0, papers),
  }))
}

type Matching = {
  node: QueryNode
  filters: Filters
  ranked: RankedWords
  terms: Map<string, KnownTerm>
  board: ScoreBoard
}

function matchedRows(db: DatabaseSync, { node, filters, ranked, terms, board }: Matching): number[] {
  const wanted = wantedWords(node)
  const counts = wanted && new Uint8Array(board.scores.length)
  board.add(
    ranked.words.flatMap(({ stem, weight }) => weighted(terms.get(stem), weight, board.stats.papers)),
    counts,
  )
  const mask = filterMask(db, filters, board.scores.length)
  const rows: number[] = []
  if (wanted && counts) {
    for (let row = 0; row < counts.length; row++)
      if ((counts[row] ?? 0) >= wanted.minimum && (!mask || mask[row] === 1)) rows.push(row)
    return rows
  }
  const found = ftsRows(db, node, terms)
  return mask ? found.filter((row) => mask[row] === 1) : found
}

const weighted = (term: KnownTerm | undefined, weight: number, papers: number) =>
  term ? [{ id: term.id, weight: weight * rarity(term.papers, papers) }] : []

type Paired = { rows: number[]; ranked: RankedWords; terms: Map<string, KnownTerm>; board: ScoreBoard }

/** Adds to the best papers what their words side by side are worth; the others stay below them. */
function pairBonus(db: DatabaseSync, { rows, ranked, terms, board }: Paired): void {
  const pairs = ranked.pairs.flatMap(([first, second]) => {
    const both = [terms.get(first), terms.get(second)]
    const weight = both.reduce((sum, term) => sum + (term ? rarity(term.papers, board.stats.papers) : 0), 0)
    return both.includes(undefined) ? [] : [{ first, second, weight }]
  })
  if (pairs.length === 0) return
  for (const row of bestRows(rows, board.scores, READ_PAPERS)) {
    const points = pairPoints(db, row, pairs, board)
    board.scores[row] = (board.scores[row] ?? 0) + points
  }
}
