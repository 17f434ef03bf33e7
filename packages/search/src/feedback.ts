import { B, K1 } from './ranking.ts'
import { stem } from './text/stem.ts'
import { requestWords, stopWords } from './text/stop-words.ts'

/** The best papers of a search are read again for words that it did not name. */
export const FEEDBACK_PAPERS = 10
const FEEDBACK_WORDS = 20
/** The weight of the best such word; words of the query weigh 1. */
const FEEDBACK_WEIGHT = 0.3
/** A word that only one of them has is that paper's own; one of so large a share of all papers tells nothing. */
const MIN_PAPERS = 2
const MAX_SHARE = 0.25

/** `count` in the whole text, `title` of them in the title; `papers` have the word. */
export type PaperTerm = { stem: string; title: number; count: number; papers: number }
/** One of the best papers, in their order. */
export type FeedbackPaper = { terms: PaperTerm[]; length: number }
export type Collection = { papers: number; meanLength: number }
export type Expansion = { stem: string; weight: number }[]

/** Pseudo-relevance feedback: what the best papers have in common, the first of them counting most. */
export function feedback(best: FeedbackPaper[], collection: Collection): Expansion {
  const words = new Map<string, { papers: number; weight: number; having: number }>()
  let shares = 0
  for (const [at, paper] of best.entries()) {
    const share = 1 / (at + 1)
    shares += share
    const saturation = K1 * (1 - B + (B * paper.length) / collection.meanLength)
    for (const { stem: word, count, papers } of paper.terms) {
      const known = words.get(word) ?? { papers, weight: 0, having: 0 }
      known.weight += (share * count) / (count + saturation)
      known.having++
      words.set(word, known)
    }
  }
  const weighed = Array.from(words, ([word, { papers, weight, having }]) => ({
    word,
    tells: having >= MIN_PAPERS && papers <= collection.papers * MAX_SHARE && isWord(word),
    weight: (weight / shares) * rarity(papers, collection.papers),
  }))
  const chosen = weighed
    .filter(({ tells }) => tells)
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, FEEDBACK_WORDS)
  const most = chosen[0]?.weight ?? 1
  return chosen.map(({ word, weight }) => ({ stem: word, weight: (FEEDBACK_WEIGHT * weight) / most }))
}

/** The idf of BM25. */
export function rarity(papers: number, of: number): number {
  return Math.log(1 + (of - papers + 0.5) / (papers + 0.5))
}

const saysNothing = new Set([...stopWords, ...requestWords].map(stem))

export function isWord(word: string): boolean {
  return word.length > 1 && !/^\d+$/.test(word) && !saysNothing.has(word)
}
