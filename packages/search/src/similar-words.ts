import { isWord, type PaperTerm, rarity } from './feedback.ts'

/** How many of a paper's words stand for it. */
const SIMILAR_TERMS = 40
const TITLE_WORTH = 1

/** `boost` is how much a word tells about the paper, `weight` that times how rare it is. */
type TellingWord = { stem: string; boost: number; weight: number }

/** The words that tell most about a paper. */
export function tellingWords(terms: PaperTerm[], papers: number): TellingWord[] {
  return terms
    .filter((term) => term.papers > 1 && isWord(term.stem))
    .map(({ stem, title, count, papers: having }) => {
      const boost = count / (count + 1) + (title > 0 ? TITLE_WORTH : 0)
      return { stem, boost, weight: boost * rarity(having, papers) }
    })
    .sort((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1))
    .slice(0, SIMILAR_TERMS)
}
