/** Records that are one paper by their ids, and those that were added to it since. */
export class StrongComponent<T> {
  items: T[] = []
  /** Records without ids that belong here by their title. */
  guests: T[] = []
  ids = new Set<string>()
  smallestId = '\uffff'
  #into: StrongComponent<T> | null = null

  add(item: T, ids: string[]): void {
    this.items.push(item)
    for (const id of ids) this.#addId(id)
  }

  #addId(id: string): void {
    this.ids.add(id)
    if (id < this.smallestId) this.smallestId = id
  }

  root(): StrongComponent<T> {
    let root: StrongComponent<T> = this
    while (root.#into) root = root.#into
    if (this.#into) this.#into = root
    return root
  }

  absorb(other: StrongComponent<T>): void {
    this.items = this.items.concat(other.items)
    for (const id of other.ids) this.#addId(id)
    other.#into = this
  }

  conflictsWith(other: StrongComponent<T>): boolean {
    const both = (prefix: string) => this.#has(prefix) && other.#has(prefix)
    return both('arxiv:') || both('doi:')
  }

  #has(prefix: string): boolean {
    for (const id of this.ids) if (id.startsWith(prefix)) return true
    return false
  }
}

/** Records that share an id, directly or in a chain. */
export function strongComponents<T>(items: T[], idsOf: (item: T) => string[]): StrongComponent<T>[] {
  const parent = new Map<string, string>()
  const find = (id: string): string => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(id, root)
    return root
  }
  for (const item of items) {
    const [first, ...others] = idsOf(item)
    for (const other of others) if (first) parent.set(find(other), find(first))
  }
  const components = new Map<string, StrongComponent<T>>()
  for (const item of items) {
    const ids = idsOf(item)
    const root = find(ids[0] ?? '')
    const component = components.get(root) ?? new StrongComponent<T>()
    component.add(item, ids)
    components.set(root, component)
  }
  return [...components.values()]
}
