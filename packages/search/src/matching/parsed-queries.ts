import type { QueryNode } from '../query/ast.ts'
import { parseQuery } from '../query/parse.ts'
import { unhurried } from './unhurried.ts'

/** Queries that ask for the same, in one group: readers write the same search in many ways. */
export type QueryGroup = { node: QueryNode; queries: string[] }

export async function parsedQueries(queries: string[]): Promise<QueryGroup[]> {
  const groups = new Map<string, QueryGroup>()
  for await (const query of unhurried([...new Set(queries)])) {
    const { node } = parseQuery(query)
    const key = JSON.stringify(node)
    const known = groups.get(key)
    if (known) known.queries.push(query)
    else groups.set(key, { node, queries: [query] })
  }
  return [...groups.values()]
}
