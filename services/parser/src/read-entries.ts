import type { RecordFacts, Reject, SourceEntry } from '@paperboy/contracts'
import { factsHash } from './facts-hash.ts'
import { identityKeys } from './group-facts.ts'
import { normaliseRecord } from './normalise-record.ts'
import { titleKey } from './title-key.ts'

/** A record that was understood: what it says, and the keys under which the same paper may be known. */
export type Item = {
  ordinal: number
  position: string
  ownRank: number | null
  facts: RecordFacts
  hash: string
  titleKey: string
  joins: boolean
  keys: string[]
}

export type OrdinalReject = Reject & { ordinal: number }

type FormatRules = Parameters<typeof normaliseRecord>[1]

/** Every entry becomes an item or a reject; the order stays that of the dump. */
export function readEntries(
  entries: SourceEntry[],
  firstOrdinal: number,
  format: FormatRules,
): { items: Item[]; rejects: OrdinalReject[] } {
  const items: Item[] = []
  const rejects: OrdinalReject[] = []
  for (const [index, entry] of entries.entries()) {
    const ordinal = firstOrdinal + index
    const { position } = entry
    const read = entry.kind === 'record' ? normaliseRecord(entry, format) : entry
    if (read.kind === 'reject') {
      rejects.push({ ordinal, position, code: read.code, reason: read.reason, excerpt: read.excerpt })
      continue
    }
    const ownRank = entry.kind === 'record' ? (entry.rank ?? null) : null
    items.push(toItem(read.facts, { ordinal, position, ownRank }))
  }
  return { items, rejects }
}

function toItem(facts: RecordFacts, place: Pick<Item, 'ordinal' | 'position' | 'ownRank'>): Item {
  const { key, joins } = titleKey(facts.title)
  return {
    ...place,
    facts,
    hash: factsHash(facts),
    titleKey: key,
    joins,
    keys: identityKeys(facts, key, joins),
  }
}
