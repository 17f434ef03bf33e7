import { B, K1, TITLE_BOOST } from '../ranking.ts'
import { abstractCount, termId, titleCount } from './term-counts.ts'

export type QueryTerm = { id: number; papers: number }
export type CollectionStats = { papers: number; words: number }
/** What a paper has of the query's words: how many of them, and its BM25 score. */
export type TermMatch = { matched: number; score: number }

/** Returns a function that counts and scores the query's terms in one paper's packed terms. */
export function termScorer(
  terms: QueryTerm[],
  stats: CollectionStats,
): (packed: Uint32Array, length: number) => TermMatch {
  const sorted = [...terms].sort((a, b) => a.id - b.id)
  const ids = Uint32Array.from(sorted, (term) => term.id)
  const weights = Float64Array.from(sorted, ({ papers }) =>
    Math.log(1 + (stats.papers - papers + 0.5) / (papers + 0.5)),
  )
  const meanLength = stats.papers === 0 ? 1 : Math.max(1, stats.words / stats.papers)
  return (packed, length) => {
    const saturation = K1 * (1 - B + (B * length) / meanLength)
    let matched = 0
    let score = 0
    let at = 0
    for (let term = 0; term < ids.length; term++) {
      const id = ids[term] ?? 0
      while (at < packed.length && termId(packed[at] ?? 0) < id) at++
      const value = packed[at]
      if (value === undefined) break
      if (termId(value) !== id) continue
      const inTitle = titleCount(value)
      const all = inTitle + abstractCount(value)
      matched++
      score += (weights[term] ?? 0) * (all / (all + saturation) + (TITLE_BOOST * inTitle) / (inTitle + K1))
    }
    return { matched, score }
  }
}
