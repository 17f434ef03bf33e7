import type { Expansion } from '../feedback.ts'
import type { Filters } from '../filters.ts'
import type { LeafNode, QueryNode, WordNode } from '../query/ast.ts'
import { rankedWords } from '../query/ranked-words.ts'
import { PAIR_BOOST, TITLE_BOOST } from '../ranking.ts'
import { stem } from '../text/stem.ts'

export type Clause = Record<string, unknown>

const EXACT = {
  any: ['words.title', 'words.abstract'],
  title: ['words.title'],
  abstract: ['words.abstract'],
  author: ['words.authors'],
} as const

/** What must match, without a score; the ranking stands beside it (`rankingClauses`). */
export function matchQuery(node: QueryNode): Clause {
  switch (node.kind) {
    case 'all':
      return { match_all: {} }
    case 'none':
      return { match_none: {} }
    case 'and':
      return {
        bool: {
          filter: node.nodes.filter((child) => child.kind !== 'not').map(matchQuery),
          must_not: node.nodes.flatMap((child) => (child.kind === 'not' ? [matchQuery(child.node)] : [])),
        },
      }
    case 'or':
      return atLeast(1, node.nodes.map(matchQuery))
    case 'not':
      return { bool: { must_not: [matchQuery(node.node)] } }
    case 'most':
      return atLeast(node.minimum, node.words.map(leafQuery))
    default:
      return leafQuery(node)
  }
}

function atLeast(minimum: number, clauses: Clause[]): Clause {
  return { bool: { should: clauses, minimum_should_match: minimum } }
}

function leafQuery(leaf: LeafNode): Clause {
  switch (leaf.kind) {
    case 'word':
      return wordQuery(leaf)
    case 'phrase':
      if (leaf.stemmed) return stemsSideBySide(leaf.words.map(stem))
      return atLeast(
        1,
        EXACT[leaf.field].map((field) => ({ match_phrase: { [field]: leaf.words.join(' ') } })),
      )
    case 'prefix':
      return atLeast(
        1,
        EXACT[leaf.field].map((field) => ({ prefix: { [field]: leaf.prefix } })),
      )
    case 'category':
    case 'id': {
      const field = leaf.kind === 'id' ? 'words.ids' : 'words.categories'
      if (!leaf.prefix) return { terms: { [field]: leaf.values } }
      return atLeast(
        1,
        leaf.values.map((value) => ({ prefix: { [field]: value } })),
      )
    }
    default:
      return leaf satisfies never
  }
}

function wordQuery({ field, stem: word }: WordNode): Clause {
  if (field === 'any') return { term: { text: word } }
  const inTitle = { term: { 'words.titleStems': word } }
  if (field === 'title') return inTitle
  const notOnlyInTitle = atLeast(1, [
    { bool: { must_not: [inTitle] } },
    { term: { 'words.bothStems': word } },
  ])
  return { bool: { filter: [{ term: { text: word } }, notOnlyInTitle] } }
}

/** What a paper scores: see `ranking.ts`. */
export function rankingClauses(node: QueryNode, expansion: Expansion): Clause[] {
  const { words, pairs } = rankedWords(node)
  return [
    ...words.flatMap(({ stem, weight }) => [
      { term: { text: { value: stem, boost: weight } } },
      { term: { 'words.titleStems': { value: stem, boost: TITLE_BOOST * weight } } },
    ]),
    ...pairs.map((pair) => stemsSideBySide(pair, PAIR_BOOST)),
    ...expansion.map(({ stem, weight }) => ({ term: { text: { value: stem, boost: weight } } })),
  ]
}

/** Lenient: a generation from before has no positions, and is searched until the new one is built. */
function stemsSideBySide(stems: string[], boost = 1): Clause {
  return {
    multi_match: { query: stems.join(' '), type: 'phrase', fields: ['text'], lenient: true, boost },
  }
}

/** Without tombstones, unless what else is asked finds none. */
export function filterClauses({ fromMs, beforeMs, hasCode }: Filters, livingOnly = true): Clause[] {
  const days = {
    ...(fromMs === undefined ? {} : { gte: fromMs }),
    ...(beforeMs === undefined ? {} : { lt: beforeMs }),
  }
  return [
    ...(livingOnly ? [{ term: { deleted: false } }] : []),
    ...(Object.keys(days).length === 0 ? [] : [{ range: { firstSeenAt: days } }]),
    ...(hasCode === undefined ? [] : [{ term: { hasCode } }]),
  ]
}
