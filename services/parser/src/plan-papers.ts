import type { PaperFacts, RecordFacts } from '@paperboy/contracts'
import type { FactsRow } from '@paperboy/database'
import type { Component } from './components.ts'
import { groupFacts, strongIds } from './group-facts.ts'
import { joinKey } from './join-key.ts'
import { mergeFacts } from './merge-facts.ts'
import type { Item } from './read-entries.ts'
import { type Withdrawal, withdrawnAt } from './withdrawals.ts'

/** One saying of a group, old (`from` is the paper that has it) or new (`items` are the records that say it). */
export type Saying = {
  hash: string
  facts: RecordFacts
  joinKey: string | null
  firstSeenAt: string
  from: string | null
  items: Item[]
}

type Merged = {
  sayings: Saying[]
  facts: PaperFacts
  /** As of when it is withdrawn; null: it is not. */
  withdrawnAt: string | null
  /** The withdrawals of the chunk that name one of its ids, each with one paper. */
  withdrawals: Withdrawal[]
}
/** A paper that is not there yet. */
export type NewPaper = Merged & { kind: 'new' }
/** A paper that is there; `merged` are others that turned out to be the same. */
export type KnownPaper = Merged & { kind: 'known'; id: string; merged: string[] }
/** A paper that said all this before. */
export type SamePaper = { kind: 'same'; id: string; sayings: Saying[] }
/** What a paper will be after the chunk. */
export type PaperPlan = NewPaper | KnownPaper | SamePaper

/**
 * The records of one chunk say this of a component whose papers said that. `latest`: when each id was withdrawn
 * last, by this chunk or any other.
 */
export function planComponent(
  component: Component,
  known: FactsRow[],
  { seenAt, latest }: { seenAt: Date; latest: ReadonlyMap<string, string> },
): PaperPlan[] {
  const sayings = allSayings(known.map(oldSaying), component.items, seenAt.toISOString())
  const groups = groupFacts(sayings)
  const claimed = claimIds(groups)
  const waiting = new Set(component.withdrawals)
  return groups.map((sayings) => {
    const said = sayings.map((saying) => saying.facts)
    const ids = new Set(waiting.size > 0 ? said.flatMap(strongIds) : [])
    const withdrawals = [...waiting].filter(({ keys }) => keys.some((key) => ids.has(key)))
    for (const withdrawal of withdrawals) waiting.delete(withdrawal)
    const plan = { sayings, facts: mergeFacts(said), withdrawnAt: withdrawnAt(said, latest), withdrawals }
    const [id, ...merged] = claimed.get(sayings) ?? []
    return id === undefined ? { kind: 'new', ...plan } : { kind: 'known', id, merged, ...plan }
  })
}

function oldSaying(row: FactsRow): Saying {
  return {
    hash: row.hash,
    facts: row.facts,
    joinKey: joinKey(row.facts),
    firstSeenAt: new Date(row.firstSeenAt).toISOString(),
    from: row.paperId,
    items: [],
  }
}

/** The records' sayings join the known ones; what was said before, word for word, is the same saying. */
function allSayings(known: Saying[], items: Item[], seenAt: string): Saying[] {
  const byHash = new Map(known.map((saying) => [saying.hash, saying]))
  const fresh: Saying[] = []
  for (const item of items) {
    const said = byHash.get(item.hash)
    if (said) {
      said.items.push(item)
      if (seenAt < said.firstSeenAt) said.firstSeenAt = seenAt
      continue
    }
    const { hash, facts, joinKey: key } = item
    const saying = { hash, facts, joinKey: key, firstSeenAt: seenAt, from: null, items: [item] }
    byHash.set(hash, saying)
    fresh.push(saying)
  }
  return [...known, ...fresh]
}

/** For records that say word for word what the one paper they belong to has got already. */
export function planSame(id: string, items: Item[], seenAt: Date): SamePaper {
  const sayings = items.map((item) => {
    const { hash, facts, joinKey: key } = item
    return { hash, facts, joinKey: key, firstSeenAt: seenAt.toISOString(), from: id, items: [item] }
  })
  return { kind: 'same', id, sayings }
}

/**
 * Which known papers a group stands for: each paper goes with its earliest saying. A group that got
 * several keeps the first and takes the others in; a group that got none is a new paper.
 */
function claimIds(groups: Saying[][]): Map<Saying[], string[]> {
  const order = (saying: Saying) => `${saying.firstSeenAt} ${saying.hash}`
  const earliest = new Map<string, { group: Saying[]; at: string }>()
  for (const group of groups) {
    for (const saying of group) {
      if (saying.from === null) continue
      const best = earliest.get(saying.from)
      if (!best || order(saying) < best.at) earliest.set(saying.from, { group, at: order(saying) })
    }
  }
  const claimed = new Map<Saying[], string[]>()
  const byAge = [...earliest].sort(([a, x], [b, y]) => (x.at < y.at || (x.at === y.at && a < b) ? -1 : 1))
  for (const [paperId, { group }] of byAge) claimed.set(group, [...(claimed.get(group) ?? []), paperId])
  return claimed
}
