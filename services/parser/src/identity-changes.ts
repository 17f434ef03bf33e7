import type { IdentityRow } from '@paperboy/database'

/**
 * The rows of identities that make each paper hold exactly its keys. Papers that lose a key are written
 * anew; the others only gain rows. A key's first holder has place 0.
 */
export function identityChanges(
  present: IdentityRow[],
  wanted: Map<string, Set<string>>,
  gone: string[],
): { rewrite: string[]; insert: IdentityRow[] } {
  const heldBy = new Map<string, Set<string>>()
  for (const row of present) heldBy.set(row.paperId, (heldBy.get(row.paperId) ?? new Set()).add(row.key))
  const loses = [...wanted].filter(([id, keys]) => [...(heldBy.get(id) ?? [])].some((key) => !keys.has(key)))
  const rewrite = [...gone, ...loses.map(([id]) => id)]
  const rewritten = new Set(rewrite)

  const places = new Map<string, Set<number>>()
  const kept = new Set<string>()
  for (const row of present) {
    if (rewritten.has(row.paperId)) continue
    places.set(row.key, (places.get(row.key) ?? new Set()).add(row.place))
    kept.add(`${row.paperId} ${row.key}`)
  }
  const insert: IdentityRow[] = []
  for (const [paperId, keys] of wanted) {
    for (const key of keys) {
      if (kept.has(`${paperId} ${key}`)) continue
      const taken = places.get(key) ?? new Set<number>()
      let place = 0
      while (taken.has(place)) place++
      places.set(key, taken.add(place))
      insert.push({ key, place, paperId })
    }
  }
  return { rewrite, insert }
}
