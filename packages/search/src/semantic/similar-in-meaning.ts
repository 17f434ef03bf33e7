import type { SearchHit } from '@paperboy/contracts'
import type { Meaning } from './meaning.ts'
import { type Asked, DEPTH, holding, standsOut } from './near-papers.ts'
import { fuse } from './reciprocal-ranks.ts'
import type { WordEngine } from './word-engine.ts'

type Deps = {
  engine: WordEngine
  meaning: Meaning | undefined
  /** By telling words. */
  similar(id: string, limit: number): Promise<SearchHit[]>
}

/** Papers that share telling words with this one, and papers near it in meaning. */
export async function similarInMeaning(
  { engine, meaning, similar }: Deps,
  id: string,
  limit: number,
): Promise<SearchHit[]> {
  if (!meaning) return similar(id, limit)
  const [words, near] = await Promise.all([similar(id, Math.max(limit, DEPTH)), meaning.nearTo(id, DEPTH)])
  if (!near) return words.slice(0, limit)
  const byWords = words.map((hit) => hit.id)
  const known = new Set(byWords)
  const others = near.filter((paper) => !known.has(paper.id) && standsOut(paper)).map((paper) => paper.id)
  const anyPaper = {
    request: { sort: 'trending', limit },
    wide: { words: { kind: 'all' }, exact: [] },
  } satisfies Asked
  const held = await holding(engine, anyPaper, others)
  const byNearness = near.map((paper) => paper.id).filter((other) => known.has(other) || held.has(other))
  return fuse([byWords, byNearness]).slice(0, limit)
}
