import { requestOpeners, requestWords } from '../text/stop-words.ts'
import type { ParsedQuery, QueryNode, WordNode } from './ast.ts'
import { bareId, type Leaf } from './leaf.ts'
import { lex, type QueryToken } from './lex.ts'
import { parseOperators } from './operators.ts'

/** Of what a reader typed, the rest is not searched. */
export const MAX_QUERY_LENGTH = 500
/** A query of up to so many words wants them all; a longer one this share of them. */
const ALL_WANTED = 3
const SHARE_WANTED = 0.7
/** Words from the beginning within which a request says that it is one. */
const OPENING = 5

/**
 * Reads what a reader typed. Never throws and never refuses: what does not parse is searched as plain
 * words, and `notice` says so.
 */
export function parseQuery(query: string | undefined): ParsedQuery {
  const text = (query ?? '').slice(0, MAX_QUERY_LENGTH).trim()
  if (text === '' || text === '*') return { node: { kind: 'all' }, plain: false }
  const id = bareId(text)
  if (id) return { node: id, plain: false }
  const { tokens, faults } = lex(text)
  const operators = tokens.some((token, at) => isOperator(token) || negatesGroup(tokens, at))
  const parsed = operators ? parseOperators(tokens) : undefined
  if (operators && parsed === undefined)
    faults.push('AND, OR, NOT or a parenthesis stands where it has no meaning')
  else if (!operators && !isBalanced(tokens)) faults.push('a parenthesis has no other one')
  const node = parsed ?? plain(tokens)
  if (node.kind === 'none' && faults.length === 0) faults.push('it has no letters or digits')
  const parsedQuery = { node, plain: parsed === undefined }
  return faults.length === 0 ? parsedQuery : { ...parsedQuery, notice: noticeOf(faults) }
}

function noticeOf(faults: string[]): string {
  return `Not all of the query could be read as it was written (${[...new Set(faults)].join('; ')}), so the rest was searched as plain words.`
}

function isOperator(token: QueryToken): boolean {
  return token.kind === 'AND' || token.kind === 'OR' || token.kind === 'NOT'
}

function isBalanced(tokens: QueryToken[]): boolean {
  let depth = 0
  for (const { kind } of tokens) {
    if (kind === 'open') depth++
    if (kind === 'close' && --depth < 0) return false
  }
  return depth === 0
}

function negatesGroup(tokens: QueryToken[], at: number): boolean {
  return tokens[at]?.kind === 'negate' && tokens[at + 1]?.kind === 'open'
}

/** Without operators: words that most matter, phrases and fields that must match, words that must not. */
function plain(tokens: QueryToken[]): QueryNode {
  const wordLeaves: Leaf[] = []
  const wanted: QueryNode[] = []
  const unwanted: QueryNode[] = []
  tokens.forEach((token, at) => {
    if (token.kind !== 'text') return
    if (tokens[at - 1]?.kind === 'negate') unwanted.push(not(token.leaves))
    else if (!token.plain) wanted.push(...token.leaves.map((leaf) => leaf.node))
    else
      for (const leaf of token.leaves)
        leaf.node.kind === 'word' ? wordLeaves.push(leaf) : wanted.push(leaf.node)
  })
  const nodes = [...wordsWanted(wordLeaves, wanted.length > 0), ...wanted]
  if (nodes.length === 0 && unwanted.length === 0) return { kind: 'none' }
  const all = [...nodes, ...unwanted]
  return all.length === 1 && all[0] ? all[0] : { kind: 'and', nodes: all }
}

function not(leaves: Leaf[]): QueryNode {
  const [first, ...others] = leaves.map((leaf) => leaf.node)
  if (first && others.length === 0) return { kind: 'not', node: first }
  return { kind: 'not', node: { kind: 'and', nodes: leaves.map((leaf) => leaf.node) } }
}

function wordsWanted(leaves: Leaf[], others: boolean): QueryNode[] {
  const content = matter(leaves)
  // Stop words alone are searched, but beside a phrase or a field they say nothing.
  const chosen = content.length > 0 || others ? content : leaves
  const distinct = new Map<string, WordNode>()
  for (const { node } of chosen) {
    if (node.kind !== 'word') continue
    const times = (distinct.get(node.stem)?.times ?? (distinct.has(node.stem) ? 1 : 0)) + 1
    distinct.set(node.stem, times > 1 ? { ...node, times } : node)
  }
  const nodes = [...distinct.values()]
  if (nodes.length <= ALL_WANTED) return nodes
  return [{ kind: 'most', words: nodes, minimum: Math.ceil(nodes.length * SHARE_WANTED) }]
}

/** Without stop words, and in a sentence without the words that only ask for papers. */
function matter(leaves: Leaf[]): Leaf[] {
  const content = leaves.filter((leaf) => !leaf.stop)
  const sentence = content.length < leaves.length || content.length > ALL_WANTED
  const asked = content.filter(({ word = '' }) => {
    const opens = requestOpeners.has(word) && leaves.findIndex((leaf) => leaf.word === word) < OPENING
    return !requestWords.has(word) && !opens
  })
  return sentence && asked.length > 0 ? asked : content
}
