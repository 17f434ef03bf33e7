import { lexQuery, type Token } from './lex-query.ts'
import type { ArxivField, QueryNode } from './query-node.ts'

/** Deeper than a person nests; the search's own parser ends there too. */
const MAX_DEPTH = 8

type Reader = { tokens: Token[]; at: number; depth: number }

/**
 * Reads a search_query of the arXiv API: `or := and (OR and)*`, `and := unit ((AND | ANDNOT)? unit)*`,
 * `unit := field? (text | "(" or ")") | dates`. What is no such expression is searched as bare words.
 */
export function parseQuery(query: string): QueryNode {
  const tokens = lexQuery(query)
  if (tokens === null) return bare(query)
  if (tokens.length === 0) return { kind: 'none' }
  if (tokens.length > 1 && tokens.every((token) => token.kind === 'text' && !token.quoted)) return bare(query)
  const reader = { tokens, at: 0, depth: 0 }
  const node = readOr(reader, 'all')
  return node && reader.at === tokens.length ? node : bare(query)
}

function bare(query: string): QueryNode {
  const text = query
    .replace(/["()[\]]|\b(AND|OR|ANDNOT|NOT)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return /[\p{L}\p{N}]/u.test(text) ? { kind: 'bare', text } : { kind: 'none' }
}

function accept(reader: Reader, kind: Token['kind']): boolean {
  if (reader.tokens[reader.at]?.kind !== kind) return false
  reader.at++
  return true
}

function readOr(reader: Reader, field: ArxivField): QueryNode | null {
  const nodes: QueryNode[] = []
  do {
    const node = readAnd(reader, field)
    if (!node) return null
    nodes.push(node)
  } while (accept(reader, 'OR'))
  return joined('or', nodes)
}

function readAnd(reader: Reader, field: ArxivField): QueryNode | null {
  const nodes: QueryNode[] = []
  while (true) {
    const negated = nodes.length > 0 && accept(reader, 'ANDNOT')
    const explicit = negated || (nodes.length > 0 && accept(reader, 'AND'))
    // People write "AND NOT" for ANDNOT.
    const without = negated || (explicit && accept(reader, 'ANDNOT'))
    const next = reader.tokens[reader.at]?.kind
    if (!explicit && nodes.length > 0 && (next === undefined || next === 'close' || next === 'OR')) break
    const node = readUnit(reader, field)
    if (!node) return null
    nodes.push(without ? { kind: 'not', node } : node)
  }
  return joined('and', nodes)
}

function readUnit(reader: Reader, outer: ArxivField): QueryNode | null {
  const token = reader.tokens[reader.at++]
  if (token?.kind === 'dates') return token
  if (token?.kind === 'field') return readValue(reader, token.field)
  reader.at--
  return readValue(reader, outer)
}

function readValue(reader: Reader, field: ArxivField): QueryNode | null {
  const token = reader.tokens[reader.at++]
  if (token?.kind === 'text') return term(field, token)
  if (token?.kind !== 'open' || reader.depth >= MAX_DEPTH) return null
  reader.depth++
  const node = readOr(reader, field)
  reader.depth--
  return node && accept(reader, 'close') ? node : null
}

function term(field: ArxivField, { text, quoted }: { text: string; quoted: boolean }): QueryNode {
  if (field === 'unknown') return { kind: 'none' }
  if (text === '*') return { kind: 'all' }
  return { kind: 'term', field, text, quoted }
}

function joined(kind: 'and' | 'or', nodes: QueryNode[]): QueryNode {
  const [first] = nodes
  return first && nodes.length === 1 ? first : { kind, nodes }
}
