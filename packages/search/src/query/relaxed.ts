import type { QueryNode, WordNode } from './ast.ts'
import { rankedWords } from './ranked-words.ts'

/**
 * A long query for ranking: any of its words will do, for the order tells how well a paper matches. Where the order
 * tells nothing (by date, by trend, a mail of new papers), a paper needs most of them.
 */
export function relaxed(node: QueryNode): QueryNode {
  if (node.kind === 'most') return { ...node, minimum: 1 }
  if (node.kind !== 'and') return node
  return { ...node, nodes: node.nodes.map((child) => (child.kind === 'most' ? relaxed(child) : child)) }
}

/**
 * A plain query that found nothing, with any of its words instead of all, and the words of its phrases; undefined
 * where that asks for no less. A phrase alone stays exact, and so do fields and what must not be there.
 */
export function loosened(node: QueryNode): QueryNode | undefined {
  const nodes = node.kind === 'and' ? node.nodes : [node]
  const isText = (child: QueryNode) =>
    child.kind === 'most' || ((child.kind === 'word' || child.kind === 'phrase') && child.field === 'any')
  const text = nodes.filter(isText)
  if (text.length < 2 && text[0]?.kind !== 'most') return undefined
  if (text.every((child) => child.kind === 'phrase')) return undefined
  const words = rankedWords({ kind: 'and', nodes: text }).words.map(
    ({ stem, weight }): WordNode => ({
      kind: 'word',
      field: 'any',
      stem,
      ...(weight > 1 ? { times: Math.round(weight ** 2) } : {}),
    }),
  )
  const some: QueryNode = { kind: 'most', words, minimum: 1 }
  const others = nodes.filter((child) => !isText(child))
  return others.length === 0 ? some : { kind: 'and', nodes: [some, ...others] }
}
