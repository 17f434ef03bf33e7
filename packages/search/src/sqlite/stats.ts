import type { DatabaseSync } from 'node:sqlite'

export type CollectionStats = { papers: number; words: number }
/** `papers` have the term. */
export type KnownTerm = { id: number; papers: number }

export function collectionStats(db: DatabaseSync): CollectionStats {
  return db.prepare('select papers, words from stats').get() as CollectionStats
}

/** The stems that the collection knows. */
export function knownTerms(db: DatabaseSync, stems: string[]): Map<string, KnownTerm> {
  const find = db.prepare('select id, papers from terms where term = ? and papers > 0')
  const known = new Map<string, KnownTerm>()
  for (const stem of stems) {
    const found = find.get(stem) as KnownTerm | undefined
    if (found) known.set(stem, found)
  }
  return known
}

/** How many papers have each stem. */
export function papersWith(db: DatabaseSync, stems: string[]): Map<string, number> {
  const known = knownTerms(db, stems)
  return new Map(stems.map((stem) => [stem, known.get(stem)?.papers ?? 0]))
}
