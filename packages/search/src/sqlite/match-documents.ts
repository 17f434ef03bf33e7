import { DatabaseSync } from 'node:sqlite'
import type { SearchDocument } from '@paperboy/contracts'
import { indexable } from '../matching/indexable.ts'
import { parsedQueries, type QueryGroup } from '../matching/parsed-queries.ts'
import { vocabularyOf } from '../matching/vocabulary.ts'
import { findMatches } from './find-matches.ts'
import { schema } from './schema.ts'
import { BatchWriter } from './write.ts'

export type QueryFault = { query: string; reason: string }
export type DocumentMatches = { matches: [query: string, ids: string[]][]; faults: QueryFault[] }

/** An index of these documents alone, in memory, and every query on it: the code that readers' searches run. */
export function matchDocuments(queries: string[], documents: SearchDocument[]): DocumentMatches {
  const puts = indexable(documents)
  const { mayMatch } = vocabularyOf(puts.map(({ document }) => document))
  const groups = parsedQueries(queries).filter(({ node }) => mayMatch(node))
  const db = new DatabaseSync(':memory:')
  try {
    db.exec(schema)
    new BatchWriter(db).write(puts)
    return matchGroups(db, groups)
  } finally {
    db.close()
  }
}

function matchGroups(db: DatabaseSync, groups: QueryGroup[]): DocumentMatches {
  const matches: DocumentMatches['matches'] = []
  const faults: QueryFault[] = []
  for (const { node, queries } of groups) {
    try {
      // Not by relevance: nobody reads the scores.
      const found = findMatches(db, { node, sort: 'trending', filters: {}, facets: [] })
      const ids = found.matches.map(({ id }) => id)
      if (ids.length > 0) for (const query of queries) matches.push([query, ids])
    } catch (error) {
      // One query that the engine does not take must not keep the others from their papers.
      for (const query of queries) faults.push({ query, reason: (error as Error).message })
    }
  }
  return { matches, faults }
}
