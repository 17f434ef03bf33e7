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
  const times = new Map<string, number>()
  const pairs = new Map<string, [string, string]>()
  let previous: string | undefined
  for (const leaf of positiveLeaves(node)) {
    const stems =
      leaf.kind === 'word'
        ? [leaf.stem]
        : leaf.kind === 'phrase' && leaf.field !== 'author'
          ? leaf.words.map(stem)
          : []
    const said = leaf.kind === 'word' ? (leaf.times ?? 1) : 1
    for (const word of stems) {
      times.set(word, Math.max(times.get(word) ?? 0, said))
      if (previous !== undefined && previous !== word) pairs.set(`${previous} ${word}`, [previous, word])
      previous = word
    }
  }
  return {
    words: Array.from(times, ([word, said]) => ({ stem: word, weight: Math.sqrt(said) })),
    pairs: [...pairs.values()],
  }
}
