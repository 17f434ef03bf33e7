import { type Static, Type } from 'typebox'
import type { PhraseNode, QueryNode, WordNode } from '../query/ast.ts'
import { stem } from '../text/stem.ts'
import { words } from '../text/tokens.ts'

/** Where a query has these stems, papers say the same with one of the texts in `also`. */
export const Alternative = Type.Object({
  stems: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 10 }),
  also: Type.Array(Type.String({ maxLength: 600 }), { minItems: 1, maxItems: 3 }),
})
export type Alternative = Static<typeof Alternative>
export const MAX_ALTERNATIVES = 8

/** What a word of the other form is worth beside one that was typed. */
const SHORT_WEIGHT = 0.5
const LONG_WEIGHT = 0.2

/**
 * A query that also finds what papers write in its place. Only words that stand by themselves, as a plain query has
 * them; a long query, of which any word will do, gets more words.
 */
export function withAlternatives(node: QueryNode, alternatives: Alternative[]): QueryNode {
  return alternatives.reduce(widened, node)
}

function widened(node: QueryNode, { stems, also }: Alternative): QueryNode {
  const nodes = node.kind === 'and' ? node.nodes : [node]
  const others = also.map(otherForm)
  const replaced = nodes.filter((child) => isWordOf(child, stems))
  if (new Set(replaced.map((child) => child.stem)).size === stems.length) {
    const asked: QueryNode =
      replaced.length === 1 && replaced[0] ? replaced[0] : { kind: 'and', nodes: replaced }
    const either: QueryNode = { kind: 'or', nodes: [asked, ...others] }
    const rest = nodes.filter((child) => !isWordOf(child, stems))
    return rest.length === 0 ? either : { kind: 'and', nodes: [either, ...rest] }
  }
  const all = nodes.map((child) =>
    child.kind === 'most' && stems.every((wanted) => child.words.some((word) => word.stem === wanted))
      ? { ...child, words: [...child.words, ...others.flatMap(wordsOf)] }
      : child,
  )
  return node.kind === 'and' ? { ...node, nodes: all } : (all[0] ?? node)
}

function isWordOf(node: QueryNode, stems: string[]): node is WordNode {
  return node.kind === 'word' && node.field === 'any' && stems.includes(node.stem)
}

function otherForm(text: string): WordNode | PhraseNode {
  const found = words(text)
  const [only = ''] = found
  return found.length === 1
    ? { kind: 'word', field: 'any', stem: stem(only), weight: SHORT_WEIGHT }
    : { kind: 'phrase', field: 'any', words: found, stemmed: true, weight: LONG_WEIGHT }
}

function wordsOf(node: WordNode | PhraseNode): WordNode[] {
  if (node.kind === 'word') return [node]
  return node.words.map((word) => ({ kind: 'word', field: 'any', stem: stem(word), weight: LONG_WEIGHT }))
}
