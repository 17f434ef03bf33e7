import { stem } from '../text/stem.ts'
import { positiveLeaves, type QueryNode } from './ast.ts'

export type RankedWords = {
  /** Each stem once, with its weight: a word said again says a little more. */
  words: { stem: string; weight: number }[]
  /** Neighbours in the query, each pair once. */
  pairs: [string, string][]
}

/** The words that papers are ranked by, those of phrases too. */
export function rankedWords(node: QueryNode): RankedWords {
  const weights = new Map<string, number>()
  const pairs = new Map<string, [string, string]>()
  let previous: string | undefined
  for (const leaf of positiveLeaves(node)) {
    const stems =
      leaf.kind === 'word'
        ? [leaf.stem]
        : leaf.kind === 'phrase' && leaf.field !== 'author'
          ? leaf.words.map(stem)
          : []
    const said = leaf.kind === 'word' ? Math.sqrt(leaf.times ?? 1) : 1
    const weight = said * ('weight' in leaf ? (leaf.weight ?? 1) : 1)
    for (const word of stems) {
      weights.set(word, Math.max(weights.get(word) ?? 0, weight))
      // What was not typed has no neighbours.
      if (previous !== undefined && previous !== word && weight >= 1)
        pairs.set(`${previous} ${word}`, [previous, word])
      previous = weight >= 1 ? word : undefined
    }
  }
  return {
    words: Array.from(weights, ([word, weight]) => ({ stem: word, weight })),
    pairs: [...pairs.values()],
  }
}
