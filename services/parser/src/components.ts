import type { IdentityRow } from '@paperboy/database'
import type { Understood } from './read-entries.ts'

/** Records, withdrawals and known papers that share keys, directly or in a chain: what has to be looked at together. */
export type Component = Understood & { paperIds: string[] }

/** Union-find over keys, with path halving. */
export function components({ items, withdrawals }: Understood, identities: IdentityRow[]): Component[] {
  const parent = new Map<string, string>()
  const root = (node: string): string => {
    let at = node
    for (;;) {
      const above = parent.get(at)
      if (above === undefined) parent.set(at, at)
      if (above === undefined || above === at) return at
      parent.set(at, parent.get(above) ?? above)
      at = above
    }
  }
  const join = (a: string, b: string) => parent.set(root(a), root(b))
  const record = ({ ordinal }: { ordinal: number }) => `record ${ordinal}`
  for (const said of [...items, ...withdrawals]) for (const key of said.keys) join(record(said), `key ${key}`)
  for (const row of identities) join(`paper ${row.paperId}`, `key ${row.key}`)

  const byRoot = new Map<string, Component>()
  const at = (node: string): Component => {
    const known = byRoot.get(root(node))
    if (known) return known
    const made = { items: [], withdrawals: [], paperIds: [] }
    byRoot.set(root(node), made)
    return made
  }
  for (const item of items) at(record(item)).items.push(item)
  for (const withdrawal of withdrawals) at(record(withdrawal)).withdrawals.push(withdrawal)
  for (const paperId of new Set(identities.map((row) => row.paperId)))
    at(`paper ${paperId}`).paperIds.push(paperId)
  return [...byRoot.values()].filter(({ items, withdrawals }) => items.length + withdrawals.length > 0)
}
