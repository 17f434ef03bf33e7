import type { Filters } from '../filters.ts'
import { type LeafNode, positiveLeaves, type QueryNode, type WordNode } from '../query/ast.ts'
import { TITLE_BOOST } from '../ranking.ts'
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

/** BM25 over title and abstract as one text, a little more for the title; words of phrases count as words. */
export function rankingClauses(node: QueryNode): Clause[] {
  const words = positiveLeaves(node).flatMap((leaf) => {
    if (leaf.kind === 'word') return [leaf.stem]
    return leaf.kind === 'phrase' && leaf.field !== 'author' ? leaf.words.map(stem) : []
  })
  return [...new Set(words)].flatMap((word) => [
    { term: { text: word } },
    { term: { 'words.titleStems': { value: word, boost: TITLE_BOOST } } },
  ])
}

export function filterClauses({ fromMs, beforeMs, hasCode }: Filters): Clause[] {
  const days = {
    ...(fromMs === undefined ? {} : { gte: fromMs }),
    ...(beforeMs === undefined ? {} : { lt: beforeMs }),
  }
  return [
    { term: { deleted: false } },
    ...(Object.keys(days).length === 0 ? [] : [{ range: { firstSeenAt: days } }]),
    ...(hasCode === undefined ? [] : [{ term: { hasCode } }]),
  ]
}
