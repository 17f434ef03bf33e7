import type { DatabaseSync } from 'node:sqlite'
import type { Filters } from '../filters.ts'
import type { QueryNode } from '../query/ast.ts'
import { filterSql } from './find-matches.ts'
import { matchExpression } from './match-expression.ts'
import type { KnownTerm } from './stats.ts'

/** The words that decide alone which papers match, and how many of them a paper needs. */
type Wanted = { stems: string[]; minimum: number }

/** Undefined where more than the presence of words decides. */
export function wantedWords(node: QueryNode): Wanted | undefined {
  if (node.kind === 'word') return wantedWords({ kind: 'and', nodes: [node] })
  if (node.kind === 'most') return { stems: node.words.map(({ stem }) => stem), minimum: node.minimum }
  if (node.kind !== 'and' && node.kind !== 'or') return undefined
  const stems = node.nodes.flatMap((child) =>
    child.kind === 'word' && child.field === 'any' ? [child.stem] : [],
  )
  if (stems.length < node.nodes.length) return undefined
  const distinct = [...new Set(stems)]
  return { stems: distinct, minimum: node.kind === 'or' ? 1 : distinct.length }
}

/** The rows that FTS5 finds. */
export function ftsRows(db: DatabaseSync, node: QueryNode, terms: Map<string, KnownTerm>): number[] {
  const expression = matchExpression(node, (stem) => terms.get(stem)?.papers ?? 0)
  if (expression === undefined) return []
  const statement = db.prepare('select rowid from fts where fts match ?')
  statement.setReturnArrays(true)
  return (statement.all(expression) as unknown as [number][]).map(([rowid]) => rowid)
}

/** Which rows the filters let through; undefined when there are none. */
export function filterMask(db: DatabaseSync, filters: Filters, size: number): Uint8Array | undefined {
  if (Object.keys(filters).length === 0) return undefined
  const { where, values } = filterSql(filters)
  const statement = db.prepare(`select p.rowid from papers p where ${where}`)
  statement.setReturnArrays(true)
  const mask = new Uint8Array(size)
  for (const [rowid] of statement.iterate(...values) as unknown as Iterable<[number]>) mask[rowid] = 1
  return mask
}
