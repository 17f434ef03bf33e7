import type { LeafNode, QueryNode, WordNode } from '../query/ast.ts'
import { stem } from '../text/stem.ts'
import { ANY_PAPER, keyWord } from './keys.ts'

const STEMS = {
  any: '{title_stems abstract_stems}',
  title: 'title_stems',
  abstract: 'abstract_stems',
} as const
const EXACT = { any: '{title abstract}', title: 'title', abstract: 'abstract', author: 'authors' } as const

/**
 * An AST as an FTS5 expression, undefined where it can match nothing. FTS5 cannot count, so for `most` it is a
 * necessary condition only: at most n - minimum words may be missing, hence of every n - minimum + 1 words one
 * is there. `papersOf` says how rare a word is: the rarest stand together, which leaves few rows to count.
 */
export function matchExpression(node: QueryNode, papersOf: (stem: string) => number): string | undefined {
  switch (node.kind) {
    case 'none':
      return undefined
    case 'all':
      return anyPaper
    case 'most':
      return groups(node.words, node.words.length - node.minimum + 1, papersOf)
    case 'or':
      return joined(node.nodes.map((child) => matchExpression(child, papersOf)).filter(isText), ' OR ')
    case 'and':
      return conjunction(node.nodes, papersOf)
    case 'not':
      return conjunction([node], papersOf)
    default:
      return leafExpression(node)
  }
}

const anyPaper = `keys : "${ANY_PAPER}"`

function isText(text: string | undefined): text is string {
  return text !== undefined
}

function joined(parts: string[], glue: string): string | undefined {
  return parts.length === 0 ? undefined : `(${parts.join(glue)})`
}

function conjunction(nodes: QueryNode[], papersOf: (stem: string) => number): string | undefined {
  const wanted = nodes.filter((node) => node.kind !== 'not').map((node) => matchExpression(node, papersOf))
  if (wanted.some((part) => part === undefined)) return undefined
  const unwanted = nodes
    .flatMap((node) => (node.kind === 'not' ? [matchExpression(node.node, papersOf)] : []))
    .filter(isText)
  const positive = joined(wanted.filter(isText), ' AND ') ?? anyPaper
  return unwanted.length === 0 ? positive : `(${positive} NOT ${joined(unwanted, ' OR ')})`
}

function groups(words: WordNode[], size: number, papersOf: (stem: string) => number): string | undefined {
  const byRarity = [...words].sort((a, b) => papersOf(a.stem) - papersOf(b.stem))
  const count = Math.floor(words.length / size)
  const parts: string[] = []
  for (let at = 0; at < count; at++) {
    const group = byRarity.slice(at * size, at === count - 1 ? undefined : (at + 1) * size)
    parts.push(`(${group.map(leafExpression).join(' OR ')})`)
  }
  return joined(parts, ' AND ')
}

function leafExpression(leaf: LeafNode): string {
  switch (leaf.kind) {
    case 'word':
      return `${STEMS[leaf.field]} : "${leaf.stem}"`
    case 'phrase':
      return leaf.stemmed
        ? `${STEMS.any} : "${leaf.words.map(stem).join(' ')}"`
        : `${EXACT[leaf.field]} : "${leaf.words.join(' ')}"`
    case 'prefix':
      return `${EXACT[leaf.field]} : "${leaf.prefix}" *`
    case 'category':
    case 'id': {
      const star = leaf.prefix ? ' *' : ''
      return `(${leaf.values.map((value) => `keys : "${keyWord(leaf.kind, value)}"${star}`).join(' OR ')})`
    }
    default:
      return leaf satisfies never
  }
}
