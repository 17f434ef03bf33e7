import type { IdentityRow } from '@paperboy/database'
import type { Item } from './read-entries.ts'

/** Records and known papers that share keys, directly or in a chain: what has to be looked at together. */
export type Component = { items: Item[]; paperIds: string[] }

/** Union-find over keys, with path halving. */
export function components(items: Item[], identities: IdentityRow[]): Component[] {
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
  const itemNode = (item: Item) => `item ${item.ordinal}`
  for (const item of items) for (const key of item.keys) join(itemNode(item), `key ${key}`)
  for (const row of identities) join(`paper ${row.paperId}`, `key ${row.key}`)

  const byRoot = new Map<string, Component>()
  const at = (node: string): Component => {
    const known = byRoot.get(root(node))
    if (known) return known
    const made = { items: [], paperIds: [] }
    byRoot.set(root(node), made)
    return made
  }
  for (const item of items) at(itemNode(item)).items.push(item)
  for (const paperId of new Set(identities.map((row) => row.paperId)))
    at(`paper ${paperId}`).paperIds.push(paperId)
  return [...byRoot.values()].filter((component) => component.items.length > 0)
}
