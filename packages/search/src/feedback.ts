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
/** One of the best papers: how often it has each term, which an engine names by what it has at hand. */
export type BestPaper<Term> = { counts: Map<Term, number>; length: number }
export type Collection = { papers: number; meanLength: number }
export type Expansion = { stem: string; weight: number }[]

/** The terms that more than one of the best papers has; of these only `feedback` needs to know how rare they are. */
export function sharedTerms<Term>(best: BestPaper<Term>[]): Term[] {
  const having = new Map<Term, number>()
  for (const { counts } of best)
    for (const term of counts.keys()) having.set(term, (having.get(term) ?? 0) + 1)
  return [...having].flatMap(([term, papers]) => (papers >= MIN_PAPERS ? [term] : []))
}

/**
 * Pseudo-relevance feedback: what the best papers, in their order, have in common, the first of them counting most.
 * `papersOf` holds the terms to choose from, with the number of papers that have them.
 */
export function feedback<Term>(
  best: BestPaper<Term>[],
  papersOf: Map<Term, number>,
  collection: Collection,
): { term: Term; weight: number }[] {
  const weights = new Map<Term, number>()
  let shares = 0
  for (const [at, { counts, length }] of best.entries()) {
    const share = 1 / (at + 1)
    shares += share
    const saturation = K1 * (1 - B + (B * length) / collection.meanLength)
    for (const [term, count] of counts) {
      if (papersOf.has(term))
        weights.set(term, (weights.get(term) ?? 0) + (share * count) / (count + saturation))
    }
  }
  const chosen = Array.from(weights, ([term, weight]) => {
    const papers = papersOf.get(term) ?? 0
    const tells = papers <= collection.papers * MAX_SHARE
    return { term, weight: tells ? (weight / shares) * rarity(papers, collection.papers) : 0 }
  })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, FEEDBACK_WORDS)
  const most = chosen[0]?.weight ?? 1
  return chosen.map(({ term, weight }) => ({ term, weight: (FEEDBACK_WEIGHT * weight) / most }))
}

/** The idf of BM25. */
export function rarity(papers: number, of: number): number {
  return Math.log(1 + (of - papers + 0.5) / (papers + 0.5))
}

const saysNothing = new Set([...stopWords, ...requestWords].map(stem))

export function isWord(word: string): boolean {
  return word.length > 1 && !/^\d+$/.test(word) && !saysNothing.has(word)
}
