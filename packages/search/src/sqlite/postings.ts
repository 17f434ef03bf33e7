import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { packed, termId } from './term-counts.ts'

/** Papers of one block share the upper bits of their rowid. */
export const BLOCK_BITS = 12
const OFFSET_MASK = 2 ** BLOCK_BITS - 1
const TERM_SPAN = 2 ** 24
const COUNT_BITS = 8
const LENGTH_BITS = 20
/** Not the id of a term: its entries are the lengths of the papers. */
export const LENGTHS = 0

/** Entries are 32 bits: the paper's place in its block, then its counts (title and abstract) or its length. */
export const placeOf = (entry: number): number => entry >>> COUNT_BITS
export const countsOf = (entry: number): number => entry & (2 ** COUNT_BITS - 1)
export const placeOfLength = (entry: number): number => entry >>> LENGTH_BITS
export const lengthOf = (entry: number): number => entry & (2 ** LENGTH_BITS - 1)

export const postingKey = (block: number, term: number): number => block * TERM_SPAN + term

/** Collects the changes of a batch and writes each list once. */
export class PostingsWriter {
  private readonly read: StatementSync
  private readonly store: StatementSync
  private readonly remove: StatementSync
  private changes = new Map<number, Map<number, number | null>>()

  constructor(db: DatabaseSync) {
    this.read = db.prepare('select entries from postings where key = ?')
    this.store = db.prepare('insert or replace into postings (key, entries) values (?, ?)')
    this.remove = db.prepare('delete from postings where key = ?')
  }

  /** `terms` as they are packed for the paper itself. */
  add(rowid: number, terms: Uint8Array, length: number): void {
    const place = rowid & OFFSET_MASK
    const shortened = Math.min(length, 2 ** LENGTH_BITS - 1)
    this.note(rowid, LENGTHS, ((place << LENGTH_BITS) | shortened) >>> 0)
    for (const value of packed(terms))
      this.note(rowid, termId(value), ((place << COUNT_BITS) | countsOf(value)) >>> 0)
  }

  forget(rowid: number, terms: Uint8Array): void {
    this.note(rowid, LENGTHS, null)
    for (const value of packed(terms)) this.note(rowid, termId(value), null)
  }

  private note(rowid: number, term: number, entry: number | null): void {
    const key = postingKey(Math.floor(rowid / 2 ** BLOCK_BITS), term)
    const known = this.changes.get(key)
    if (known) known.set(rowid & OFFSET_MASK, entry)
    else this.changes.set(key, new Map([[rowid & OFFSET_MASK, entry]]))
  }

  flush(): void {
    // In the order of the table: neighbours stand on one page.
    for (const key of [...this.changes.keys()].sort((a, b) => a - b)) {
      const changed = this.changes.get(key) ?? new Map()
      const stored = this.read.get(key) as { entries: Uint8Array } | undefined
      const entries = merged(stored ? packed(stored.entries) : new Uint32Array(), changed, key)
      if (entries.length === 0) this.remove.run(key)
      else this.store.run(key, new Uint8Array(entries.buffer))
    }
    this.changes.clear()
  }

  drop(): void {
    this.changes.clear()
  }
}

/** Sorted; most lists only grow at their end, by new papers. */
function merged(stored: Uint32Array, changed: Map<number, number | null>, key: number): Uint32Array {
  const place = key % TERM_SPAN === LENGTHS ? placeOfLength : placeOf
  const added = Uint32Array.from([...changed.values()].filter((entry) => entry !== null)).sort()
  const last = stored.at(-1)
  const grows = last === undefined || Math.min(...changed.keys()) > place(last)
  const kept = grows ? stored : stored.filter((entry) => !changed.has(place(entry)))
  const entries = new Uint32Array(kept.length + added.length)
  entries.set(kept)
  entries.set(added, kept.length)
  return grows ? entries : entries.sort()
}
