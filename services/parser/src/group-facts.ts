import { createHash } from 'node:crypto'
import type { RecordFacts } from '@paperboy/contracts'
import { joinKey } from './join-key.ts'
import { type StrongComponent, strongComponents } from './strong-components.ts'

/** `joinKey`: what `joinKey()` says of the facts. */
export type Groupable = { facts: RecordFacts; joinKey: string | null; firstSeenAt: string }

/**
 * The keys under which records of the same paper meet. A paper is looked up by each; whether two records
 * that share a title are the same is for `groupFacts` to say.
 */
export function identityKeys(facts: RecordFacts): string[] {
  const title = joinKey(facts)
  return [...strongIds(facts), ...(title === null ? [] : [`title:${hash(title)}`])]
}

/**
 * Which records are the same paper, over records that are closed under shared identity keys. It looks at
 * them as a set, so their order does not matter. Equal ids join; equal join keys join unless the ids
 * conflict; a record without ids goes where its title is.
 */
export function groupFacts<T extends Groupable>(items: T[]): T[][] {
  const identified = items.filter(({ facts }) => strongIds(facts).length > 0)
  const components = strongComponents(identified, ({ facts }) => strongIds(facts))
  const homes = homesByTitle(components)
  const homeless = new Map<string, T[]>()
  for (const item of items) {
    if (strongIds(item.facts).length > 0) continue
    const key = item.joinKey ?? ''
    const home = homes.get(key)
    const group = home?.root().guests ?? homeless.get(key) ?? []
    group.push(item)
    if (!home) homeless.set(key, group)
  }
  const roots = new Set(components.map((component) => component.root()))
  return [...[...roots].map((root) => [...root.items, ...root.guests]), ...homeless.values()]
}

export function strongIds({ arxivId, doi }: RecordFacts): string[] {
  return [...(arxivId ? [`arxiv:${arxivId}`] : []), ...(doi ? [`doi:${doi}`] : [])]
}

/**
 * Components that share a title become one unless they conflict, title by title. Two of them never share
 * an id, so they conflict as soon as both have an arXiv id, or both a DOI. Returns for each title the
 * component that was seen first: the one for records without ids.
 */
function homesByTitle<T extends Groupable>(
  components: StrongComponent<T>[],
): Map<string, StrongComponent<T>> {
  const byTitle = new Map<string, Set<StrongComponent<T>>>()
  for (const component of components) {
    for (const { joinKey: title } of component.items) {
      if (title === null) continue
      const sharing = byTitle.get(title) ?? new Set<StrongComponent<T>>()
      byTitle.set(title, sharing.add(component))
    }
  }
  for (const title of [...byTitle.keys()].sort()) joinAll(rootsOf(byTitle.get(title)))
  const homes = new Map<string, StrongComponent<T>>()
  for (const [title, sharing] of byTitle) {
    const home = firstSeen(rootsOf(sharing))
    if (home) homes.set(title, home)
  }
  return homes
}

function joinAll<T>(sharing: StrongComponent<T>[]): void {
  const waiting: StrongComponent<T>[] = []
  for (const component of sharing) {
    const partner = waiting.findIndex((other) => !other.conflictsWith(component))
    if (partner === -1) waiting.push(component)
    else waiting.splice(partner, 1)[0]?.absorb(component)
  }
}

/** By their smallest id, which no two of them share. */
function rootsOf<T>(components: Iterable<StrongComponent<T>> = []): StrongComponent<T>[] {
  const roots = new Set([...components].map((component) => component.root()))
  return [...roots].sort((a, b) => (a.smallestId < b.smallestId ? -1 : 1))
}

function firstSeen<T extends Groupable>(components: StrongComponent<T>[]): StrongComponent<T> | undefined {
  const seenAt = ({ items }: StrongComponent<T>) => items.map((item) => item.firstSeenAt).sort()[0] ?? ''
  const dated = components.map((component) => ({ component, at: seenAt(component) }))
  return dated.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0]?.component
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
