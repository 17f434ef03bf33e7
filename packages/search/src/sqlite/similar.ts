import type { DatabaseSync } from 'node:sqlite'
import type { SearchHit } from '@paperboy/contracts'
import type { WordNode } from '../query/ast.ts'
import { SIMILAR_SHARE, SIMILAR_TERMS } from '../similar-words.ts'
import { stopWords } from '../text/stop-words.ts'
import { collectionStats, findMatches } from './find-matches.ts'
import { topOf } from './order.ts'
import { abstractCount, packed, termId, titleCount } from './term-counts.ts'

/** More like this: the words that tell most about the paper, some of which another paper must have too. */
export function readSimilar(db: DatabaseSync, id: string, limit: number): SearchHit[] {
  const paper = db.prepare('select terms from papers where id = ? and deleted = 0').get(id) as
    | { terms: Uint8Array }
    | undefined
  if (!paper) return []
  const words = tellingWords(db, packed(paper.terms))
  const minimum = Math.max(1, Math.floor(words.length * SIMILAR_SHARE))
  if (words.length === 0) return []
  const { matches } = findMatches(db, {
    node: { kind: 'most', words, minimum },
    sort: 'relevance',
    filters: {},
    facets: [],
  })
  return topOf(
    matches.filter((match) => match.id !== id),
    limit,
  ).map((match) => ({ id: match.id, score: match.score }))
}

function tellingWords(db: DatabaseSync, terms: Uint32Array): WordNode[] {
  const { papers: total } = collectionStats(db)
  const find = db.prepare('select term, papers from terms where id = ?')
  return Array.from(terms, (value) => {
    const { term, papers } = find.get(termId(value)) as { term: string; papers: number }
    const weight =
      (titleCount(value) * 2 + abstractCount(value)) * Math.log(1 + (total - papers + 0.5) / (papers + 0.5))
    return { term, papers, weight }
  })
    .filter(({ term, papers }) => papers > 1 && !stopWords.has(term))
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
    .slice(0, SIMILAR_TERMS)
    .map(({ term }) => ({ kind: 'word', field: 'any', stem: term }))
}
