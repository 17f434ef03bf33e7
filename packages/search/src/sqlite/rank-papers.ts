import type { DatabaseSync } from 'node:sqlite'
import { FEEDBACK_PAPERS, feedback, isWord, rarity, sharedTerms } from '../feedback.ts'
import type { Filters } from '../filters.ts'
import type { QueryNode } from '../query/ast.ts'
import { type RankedWords, rankedWords } from '../query/ranked-words.ts'
import { bestRows, type Rows } from './best-rows.ts'
import { filterMask, ftsRows, wantedWords } from './matched-rows.ts'
import { pairPoints } from './pair-points.ts'
import { paperCounts } from './paper-terms.ts'
import type { Store } from './posting-lists.ts'
import { ScoreBoard, type WeightedTerm } from './score-board.ts'
import { type KnownTerm, knownTerms } from './stats.ts'

/** Papers whose texts are read for words side by side: more than a reader turns to. */
const READ_PAPERS = 100

export type Ranking = { rows: Rows; scores: Float64Array }

/** All papers that match, in no order yet, and their scores by rowid. */
export function rankPapers({ db, lists }: Store, node: QueryNode, filters: Filters): Ranking {
  const board = new ScoreBoard(lists)
  const ranked = rankedWords(node)
  const terms = knownTerms(
    db,
    ranked.words.map(({ stem }) => stem),
  )
  const rows = matchedRows(db, { node, filters, ranked, terms, board })
  if (terms.size > 0) {
    // Those behind them stay behind them: what is side by side only adds.
    const best = bestRows(rows, board.scores, READ_PAPERS)
    pairBonus(db, { best, ranked, terms, board })
    board.add(expansion(db, bestRows(best, board.scores, FEEDBACK_PAPERS), board))
  }
  return { rows, scores: board.scores }
}

/** What the best papers have in common. */
function expansion(db: DatabaseSync, rows: number[], { collection }: ScoreBoard): WeightedTerm[] {
  const best = rows.map((row) => paperCounts(db, row))
  const find = db.prepare('select term, papers from terms where id = ?')
  const papersOf = new Map(
    sharedTerms(best).flatMap((id) => {
      const { term, papers } = find.get(id) as { term: string; papers: number }
      return isWord(term) ? [[id, papers] as const] : []
    }),
  )
  return feedback(best, papersOf, collection).map(({ term: id, weight }) => ({
    id,
    weight: weight * rarity(papersOf.get(id) ?? 0, collection.papers),
  }))
}

type Matching = {
  node: QueryNode
  filters: Filters
  ranked: RankedWords
  terms: Map<string, KnownTerm>
  board: ScoreBoard
}

function matchedRows(db: DatabaseSync, { node, filters, ranked, terms, board }: Matching): Rows {
  const { papers, rows: size } = board.collection
  const wanted = wantedWords(node)
  const counts = wanted && new Uint8Array(size)
  board.add(
    ranked.words.flatMap(({ stem, weight }) => weighted(terms.get(stem), weight, papers)),
    counts,
  )
  const mask = filterMask(db, filters, size)
  if (wanted && counts) return rowsWith(counts, wanted.minimum, mask)
  const found = ftsRows(db, node, terms)
  return mask ? found.filter((row) => mask[row] === 1) : found
}

function rowsWith(counts: Uint8Array, minimum: number, mask: Uint8Array | undefined): Uint32Array {
  const rows = new Uint32Array(counts.length)
  let found = 0
  for (let row = 0; row < counts.length; row++)
    if ((counts[row] ?? 0) >= minimum && (!mask || mask[row] === 1)) rows[found++] = row
  return rows.subarray(0, found)
}

const weighted = (term: KnownTerm | undefined, weight: number, papers: number) =>
  term ? [{ id: term.id, weight: weight * rarity(term.papers, papers) }] : []

type Paired = { best: number[]; ranked: RankedWords; terms: Map<string, KnownTerm>; board: ScoreBoard }

/** Adds to the best papers what their words side by side are worth. */
function pairBonus(db: DatabaseSync, { best, ranked, terms, board }: Paired): void {
  const { papers, saturations } = board.collection
  const pairs = ranked.pairs.flatMap(([first, second]) => {
    const both = [terms.get(first), terms.get(second)]
    const weight = both.reduce((sum, term) => sum + (term ? rarity(term.papers, papers) : 0), 0)
    return both.includes(undefined) ? [] : [{ first, second, weight }]
  })
  if (pairs.length === 0) return
  const points = pairPoints(db, pairs)
  for (const row of best) board.scores[row] = (board.scores[row] ?? 0) + points(row, saturations[row] ?? 0)
}
