import { DatabaseSync } from 'node:sqlite'
import type { SearchDocument } from '@paperboy/contracts'
import type { Put } from '../matching/indexable.ts'
import { type GroupMatch, matchInBatches } from '../matching/match-in-batches.ts'
import type { QueryGroup } from '../matching/parsed-queries.ts'
import { findMatches } from './find-matches.ts'
import { schema } from './schema.ts'
import { BatchWriter } from './write.ts'

type QueryFault = { query: string; reason: string }
export type DocumentMatches = { matches: Map<string, string[]>; faults: QueryFault[] }

/** An index of these documents alone, in memory, and the queries on it: the code that readers' searches run. */
export async function matchDocuments(
  queries: string[],
  documents: SearchDocument[],
): Promise<DocumentMatches> {
  const faults: QueryFault[] = []
  const ask = async (groups: QueryGroup[], puts: Put[]): Promise<GroupMatch[]> => {
    const db = new DatabaseSync(':memory:')
    try {
      db.exec(schema)
      new BatchWriter(db).write(puts)
      return groups.map((group) => [group, idsOf(db, group, faults)])
    } finally {
      db.close()
    }
  }
  const matches = await matchInBatches({ queries, documents }, ask)
  return { matches, faults }
}

function idsOf(db: DatabaseSync, { node, queries }: QueryGroup, faults: QueryFault[]): string[] {
  try {
    // Not by relevance: nobody reads the scores.
    const { matches } = findMatches(db, { node, sort: 'trending', filters: {}, facets: [] })
    return matches.map(({ id }) => id)
  } catch (error) {
    // One query that the engine does not take must not keep the others from their papers.
    faults.push(...queries.map((query) => ({ query, reason: (error as Error).message })))
    return []
  }
}
