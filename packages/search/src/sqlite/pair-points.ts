import type { DatabaseSync } from 'node:sqlite'
import { B, K1, PAIR_BOOST } from '../ranking.ts'
import { stem } from '../text/stem.ts'
import { words } from '../text/tokens.ts'
import type { ScoreBoard } from './score-board.ts'

type Pair = { first: string; second: string; weight: number }

/** What a paper's words side by side are worth: BM25 of the pair as of one word. */
export function pairPoints(db: DatabaseSync, rowid: number, pairs: Pair[], board: ScoreBoard): number {
  const { title, abstract } = db.prepare('select title, abstract from papers where rowid = ?').get(rowid) as {
    title: string
    abstract: string
  }
  const stems = [...words(title), ...words(abstract)].map(stem)
  const counts = new Map<string, number>()
  stems.forEach((word, at) => {
    const pair = `${word} ${stems[at + 1]}`
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  })
  const saturation = K1 * (1 - B + (B * board.length(rowid)) / board.meanLength)
  return pairs.reduce((sum, { first, second, weight }) => {
    const count = counts.get(`${first} ${second}`) ?? 0
    return sum + (PAIR_BOOST * weight * count) / (count + saturation)
  }, 0)
}
