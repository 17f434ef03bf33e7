import type { DatabaseSync } from 'node:sqlite'
import { PAIR_BOOST } from '../ranking.ts'
import { stem } from '../text/stem.ts'
import { words } from '../text/tokens.ts'

export type Pair = { first: string; second: string; weight: number }

const BEGINNING = 2
/** Words whose first two letters are those of their stem: longer ones in Latin letters. */
const KEEPS_BEGINNING = /^(?:[a-z0-9]{7}|[b-df-hj-np-tv-z0-9][a-z0-9]{4})/

/**
 * What a paper's words side by side are worth: BM25 of the pair as of one word. Only words that begin like one of the
 * pairs' are stemmed: that is most of the work.
 */
export function pairPoints(db: DatabaseSync, pairs: Pair[]): (rowid: number, saturation: number) => number {
  const find = db.prepare('select title, abstract from papers where rowid = ?')
  const weights = new Map(pairs.map(({ first, second, weight }) => [`${first} ${second}`, weight]))
  const beginnings = new Set(
    pairs.flatMap(({ first, second }) => [first, second]).map((word) => word.slice(0, BEGINNING)),
  )
  const isCandidate = (word: string) =>
    beginnings.has(word.slice(0, BEGINNING)) || !KEEPS_BEGINNING.test(word)
  return (rowid, saturation) => {
    const { title, abstract } = find.get(rowid) as { title: string; abstract: string }
    const counts = new Map<string, number>()
    let before: string | undefined
    for (const word of [...words(title), ...words(abstract)]) {
      const after = isCandidate(word) ? stem(word) : undefined
      const pair = before !== undefined && after !== undefined ? `${before} ${after}` : ''
      if (weights.has(pair)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
      before = after
    }
    let points = 0
    for (const [pair, count] of counts)
      points += (PAIR_BOOST * (weights.get(pair) ?? 0) * count) / (count + saturation)
    return points
  }
}
