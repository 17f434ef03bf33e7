/**
 * Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods"
 * (SIGIR 2009). Their constant is 60, for rankings of a thousand; of a hundred, 20 does a little better on
 * collections that had no part in choosing it (docs/decisions/0011).
 */
const K = 20
const DIGITS = 1e6

export const reciprocal = (rank: number): number => Math.round(DIGITS / (K + rank)) / DIGITS

export type Fused = { id: string; score: number }

/** One ranking of several, best first; of equals the one that an earlier ranking has earlier. */
export function fuse(rankings: string[][]): Fused[] {
  const scores = new Map<string, number>()
  for (const ranking of rankings)
    for (const [at, id] of ranking.entries()) scores.set(id, (scores.get(id) ?? 0) + reciprocal(at + 1))
  return Array.from(scores, ([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score)
}
