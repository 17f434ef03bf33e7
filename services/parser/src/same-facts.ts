import type { PaperFacts } from '@paperboy/contracts'
import { canonicalJson } from './canonical-json.ts'

/**
 * Whether a reader would call it the same: a title in other capitals is, and the order of links and
 * categories says nothing. Upvotes are a count of the day, as a rank is, and no fact of the paper;
 * the language follows from title and abstract.
 */
export function samePaperFacts(a: PaperFacts, b: PaperFacts): boolean {
  return canonicalJson(comparable(a)) === canonicalJson(comparable(b))
}

function comparable({ upvotes: _upvotes, language: _language, ...facts }: PaperFacts) {
  return {
    ...facts,
    title: facts.title.toLowerCase(),
    codeUrls: facts.codeUrls.toSorted(),
    links: facts.links.toSorted(),
    categories: facts.categories.toSorted(),
  }
}
