import type { QueryNode } from '../query/ast.ts'
import { parseQuery } from '../query/parse.ts'

/** Queries that ask for the same, in one group: readers write the same search in many ways. */
export type QueryGroup = { node: QueryNode; queries: string[] }

export function parsedQueries(queries: string[]): QueryGroup[] {
  const groups = new Map<string, QueryGroup>()
  for (const query of new Set(queries)) {
    const { node } = parseQuery(query)
    const key = JSON.stringify(node)
    const known = groups.get(key)
    if (known) known.queries.push(query)
    else groups.set(key, { node, queries: [query] })
  }
  return [...groups.values()]
}
