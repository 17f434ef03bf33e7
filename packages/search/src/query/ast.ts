export type TextField = 'any' | 'title' | 'abstract'

/** What a query asks for, the same for every engine. */
export type QueryNode =
  | { kind: 'all' }
  | { kind: 'none' }
  /** A stemmed word; `times` where the query has it more than once, which only ranks, as does `weight` (1). */
  | { kind: 'word'; field: TextField; stem: string; times?: number; weight?: number }
  /** Words in this order, not stemmed (in a query that was typed); one word is a phrase of one. */
  | { kind: 'phrase'; field: TextField | 'author'; words: string[]; stemmed?: true; weight?: number }
  | { kind: 'prefix'; field: TextField | 'author'; prefix: string }
  /** Lower case; any of the values, or anything that begins with one. */
  | { kind: 'category' | 'id'; values: string[]; prefix: boolean }
  /** At least `minimum` of the words. Stands only at the top or directly in a top `and`. */
  | { kind: 'most'; words: WordNode[]; minimum: number }
  | { kind: 'and' | 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode }

export type WordNode = Extract<QueryNode, { kind: 'word' }>
export type PhraseNode = Extract<QueryNode, { kind: 'phrase' }>
export type LeafNode = Extract<QueryNode, { kind: 'word' | 'phrase' | 'prefix' | 'category' | 'id' }>

/** `plain`: no operators, so that a search which finds nothing may ask for less. */
export type ParsedQuery = { node: QueryNode; plain: boolean; notice?: string }

/** The leaves that a match is looked for, not excluded by: what is ranked and marked. */
export function positiveLeaves(node: QueryNode): LeafNode[] {
  switch (node.kind) {
    case 'all':
    case 'none':
    case 'not':
      return []
    case 'most':
      return node.words
    case 'and':
    case 'or':
      return node.nodes.flatMap(positiveLeaves)
    case 'word':
    case 'phrase':
    case 'prefix':
    case 'category':
    case 'id':
      return [node]
    default:
      return node satisfies never
  }
}
