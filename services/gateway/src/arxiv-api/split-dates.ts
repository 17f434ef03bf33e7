import { AppError } from '@paperboy/service-kit'
import type { DateRange, QueryNode } from './query-node.ts'

export type SplitQuery = { node: QueryNode; range: DateRange | null }

/** Takes the date ranges out of a query: they are Postgres's part, the rest is the index's. */
export function splitDates(query: QueryNode): SplitQuery {
  const parts = query.kind === 'and' ? query.nodes.flatMap(conjuncts) : [query]
  const ranges = parts.flatMap((part) => (part.kind === 'dates' ? [part.range] : []))
  const nodes = parts.filter((part) => part.kind !== 'dates')
  if (nodes.some(hasDates)) {
    throw new AppError(
      'BAD_REQUEST',
      'search_query has a range of dates inside OR or ANDNOT. Join it to the rest by AND.',
    )
  }
  const [first] = nodes
  const node: QueryNode = first ? (nodes.length === 1 ? first : { kind: 'and', nodes }) : { kind: 'all' }
  return { node, range: ranges.length > 0 ? ranges.reduce(overlap) : null }
}

function conjuncts(node: QueryNode): QueryNode[] {
  return node.kind === 'and' ? node.nodes.flatMap(conjuncts) : [node]
}

function hasDates(node: QueryNode): boolean {
  if (node.kind === 'dates') return true
  if (node.kind === 'not') return hasDates(node.node)
  return 'nodes' in node && node.nodes.some(hasDates)
}

function overlap(a: DateRange, b: DateRange): DateRange {
  return { from: inOrder(a.from, b.from).at(-1) ?? null, to: inOrder(a.to, b.to)[0] ?? null }
}

function inOrder(...dates: (Date | null)[]): Date[] {
  return dates.filter((date) => date !== null).sort((a, b) => a.getTime() - b.getTime())
}
