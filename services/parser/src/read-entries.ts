import type { RecordFacts, Reject, SourceEntry } from '@paperboy/contracts'
import { factsHash } from './facts-hash.ts'
import { identityKeys } from './group-facts.ts'
import { joinKey } from './join-key.ts'
import { normaliseRecord } from './normalise-record.ts'

/** A record that was understood: what it says, and the keys under which the same paper may be known. */
export type Item = {
  ordinal: number
  position: string
  ownRank: number | null
  facts: RecordFacts
  hash: string
  joinKey: string | null
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
    const read = understand(entry, format)
    if (read.kind === 'reject') {
      rejects.push({ ordinal, position, code: read.code, reason: read.reason, excerpt: read.excerpt })
      continue
    }
    const ownRank = entry.kind === 'record' ? (entry.rank ?? null) : null
    items.push(toItem(read.facts, { ordinal, position, ownRank }))
  }
  return { items, rejects }
}

function understand(entry: SourceEntry, format: FormatRules): ReturnType<typeof normaliseRecord> {
  if (entry.kind === 'record') return normaliseRecord(entry, format)
  if (entry.kind === 'reject') return entry
  const reason = 'The source has withdrawn this record.'
  return { kind: 'reject', code: 'WITHDRAWN', reason, excerpt: entry.ids.join(' ') }
}

function toItem(facts: RecordFacts, place: Pick<Item, 'ordinal' | 'position' | 'ownRank'>): Item {
  return { ...place, facts, hash: factsHash(facts), joinKey: joinKey(facts), keys: identityKeys(facts) }
}
