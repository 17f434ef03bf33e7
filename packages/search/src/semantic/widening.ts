import type { QueryNode } from '../query/ast.ts'
import { MAX_QUERY_LENGTH } from '../query/parse.ts'

/** A plain query in two parts: words that papers near in meaning need not have, and the rest that holds for them too. */
export type Widening = { words: QueryNode; exact: QueryNode[] }

/** Undefined where there are no plain words: phrases, fields and what must not be there stay exact. */
export function widening(node: QueryNode): Widening | undefined {
  const nodes = node.kind === 'and' ? node.nodes : [node]
  const words = nodes.filter(isWords)
  if (words.length === 0) return undefined
  return { words: { kind: 'and', nodes: words.map(anyOf) }, exact: nodes.filter((child) => !isWords(child)) }
}

/** In a plain query an `or` is a word and its other forms. */
const isWords = (node: QueryNode): boolean =>
  node.kind === 'most' || node.kind === 'or' || (node.kind === 'word' && node.field === 'any')

/** By relevance any word of a long query will do. */
const anyOf = (node: QueryNode): QueryNode =>
  node.kind === 'most' ? { kind: 'or', nodes: node.words } : node

/** These papers, where the exact part of the query holds for them. */
export function among(ids: string[], exact: QueryNode[]): QueryNode {
  return { kind: 'and', nodes: [papers(ids), ...exact] }
}

/** What the query matches, and these papers. */
export function widened({ words, exact }: Widening, ids: string[]): QueryNode {
  const wide: QueryNode = ids.length === 0 ? words : { kind: 'or', nodes: [words, papers(ids)] }
  return { kind: 'and', nodes: [wide, ...exact] }
}

/** These papers, with what is to be marked in them. */
export function marking({ words, exact }: Widening, ids: string[]): QueryNode {
  return { kind: 'and', nodes: [papers(ids), { kind: 'or', nodes: [words, papers(ids)] }, ...exact] }
}

const papers = (ids: string[]): QueryNode => ({
  kind: 'id',
  values: ids.map((id) => id.toLowerCase()),
  prefix: false,
})

/** What is asked for in the words of the reader, without what is no text. */
export function meantText(q: string): string {
  return q
    .slice(0, MAX_QUERY_LENGTH)
    .replace(/(^|\s)-(?=\S)(\w+:)?("[^"]*"|\S+)/gu, ' ')
    .replace(/(^|\s)(author|category|id):("[^"]*"|\S*)/giu, ' ')
    .replace(/(^|\s)(title|abstract):/giu, ' ')
    .replace(/["“”„«»*]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}
