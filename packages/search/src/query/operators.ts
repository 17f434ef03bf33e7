import type { QueryNode } from './ast.ts'
import type { QueryToken } from './lex.ts'

/** Deeper than a person nests. FTS5's parser has a stack of 100 and was seen to overflow at a depth of 13. */
const MAX_DEPTH = 10

type Operand = { node: QueryNode; stop: boolean }
type Reader = { tokens: QueryToken[]; at: number }

/**
 * `or := and (OR and)*`, `and := unary (AND? unary)*`, `unary := (NOT | -)* (text | "(" or ")")`.
 * Undefined where the tokens are no such expression.
 */
export function parseOperators(tokens: QueryToken[]): QueryNode | undefined {
  const reader = { tokens, at: 0 }
  const node = readOr(reader, 0)
  return reader.at === tokens.length ? node : undefined
}

function accept(reader: Reader, kind: QueryToken['kind']): boolean {
  if (reader.tokens[reader.at]?.kind !== kind) return false
  reader.at++
  return true
}

function readOr(reader: Reader, depth: number): QueryNode | undefined {
  const nodes: QueryNode[] = []
  do {
    const node = readAnd(reader, depth)
    if (node === undefined) return undefined
    nodes.push(node)
  } while (accept(reader, 'OR'))
  return joined('or', nodes)
}

function readAnd(reader: Reader, depth: number): QueryNode | undefined {
  const operands: Operand[] = []
  while (true) {
    const explicit = operands.length > 0 && accept(reader, 'AND')
    const next = reader.tokens[reader.at]?.kind
    if (!explicit && operands.length > 0 && (next === undefined || next === 'close' || next === 'OR')) break
    const operand = readUnary(reader, depth)
    if (operand === undefined) return undefined
    const previous = operands.at(-1)
    // A stop word joined by AND was asked for; one that merely stands there was not.
    if (explicit && previous) previous.stop = false
    operands.push({ node: operand.node, stop: operand.stop && !explicit })
  }
  const content = operands.filter((operand) => !operand.stop)
  return joined(
    'and',
    (content.length > 0 ? content : operands).map((operand) => operand.node),
  )
}

function readUnary(reader: Reader, depth: number): Operand | undefined {
  let negated = false
  while (accept(reader, 'NOT') || accept(reader, 'negate')) negated = !negated
  const operand = accept(reader, 'open') ? readGroup(reader, depth + 1) : readText(reader)
  if (operand === undefined || !negated) return operand
  return { node: { kind: 'not', node: operand.node }, stop: false }
}

function readGroup(reader: Reader, depth: number): Operand | undefined {
  if (depth > MAX_DEPTH) return undefined
  const node = readOr(reader, depth)
  return node !== undefined && accept(reader, 'close') ? { node, stop: false } : undefined
}

function readText(reader: Reader): Operand | undefined {
  const token = reader.tokens[reader.at]
  if (token?.kind !== 'text') return undefined
  reader.at++
  return {
    node: joined(
      'and',
      token.leaves.map((leaf) => leaf.node),
    ),
    stop: token.plain && token.leaves.every((leaf) => leaf.stop),
  }
}

function joined(kind: 'and' | 'or', nodes: QueryNode[]): QueryNode {
  const [first] = nodes
  return first && nodes.length === 1 ? first : { kind, nodes }
}
