import type { RecordFacts, Reject, SourceEntry } from '@paperboy/contracts'
import { factsHash } from './facts-hash.ts'
import { identityKeys } from './group-facts.ts'
import { joinKey } from './join-key.ts'
import { normaliseRecord } from './normalise-record.ts'
import { readWithdrawal, type Withdrawal } from './withdrawals.ts'

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

/** What the records of a chunk say. */
export type Understood = { items: Item[]; withdrawals: Withdrawal[] }

export type OrdinalReject = Reject & { ordinal: number }

type FormatRules = Parameters<typeof normaliseRecord>[1]

/** Every entry becomes an item, a withdrawal or a reject; the order stays that of the dump. */
export function readEntries(
  entries: SourceEntry[],
  firstOrdinal: number,
  format: FormatRules,
): Understood & { rejects: OrdinalReject[] } {
  const items: Item[] = []
  const withdrawals: Withdrawal[] = []
  const rejects: OrdinalReject[] = []
  for (const [index, entry] of entries.entries()) {
    const ordinal = firstOrdinal + index
    const { position } = entry
    const withdrawal = entry.kind === 'deletion' ? readWithdrawal(entry, ordinal) : null
    if (withdrawal) {
      withdrawals.push(withdrawal)
      continue
    }
    const read = understand(entry, format)
    if (read.kind === 'reject') {
      rejects.push({ ordinal, position, code: read.code, reason: read.reason, excerpt: read.excerpt })
      continue
    }
    const ownRank = entry.kind === 'record' ? (entry.rank ?? null) : null
    items.push(toItem(read.facts, { ordinal, position, ownRank }))
  }
  return { items, withdrawals, rejects }
}

function understand(entry: SourceEntry, format: FormatRules): ReturnType<typeof normaliseRecord> {
  if (entry.kind === 'record') return normaliseRecord(entry, format)
  if (entry.kind === 'reject') return entry
  const reason =
    'The source has withdrawn a record whose id is neither an arXiv id nor a DOI. No paper is known by it.'
  return { kind: 'reject', code: 'WITHDRAWN_UNKNOWN', reason, excerpt: entry.ids.join(' ').slice(0, 200) }
}

function toItem(facts: RecordFacts, place: Pick<Item, 'ordinal' | 'position' | 'ownRank'>): Item {
  return { ...place, facts, hash: factsHash(facts), joinKey: joinKey(facts), keys: identityKeys(facts) }
}
