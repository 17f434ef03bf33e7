import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { B, K1 } from '../ranking.ts'
import { BLOCK_BITS, LENGTHS, lengthOf, placeOfLength, postingKey } from './postings.ts'
import { collectionStats } from './stats.ts'
import { packed } from './term-counts.ts'

const MAX_KEPT_BYTES = 64 * 1024 * 1024
const NONE = new Uint32Array()

/** What scores depend on beside the lists. */
export type Collection = {
  papers: number
  meanLength: number
  blocks: number
  /** More than the largest rowid. */
  rows: number
  /** By rowid: what BM25 adds to the count of a term below the line, the longer the text the more. */
  saturations: Float64Array
}

export type Store = { db: DatabaseSync; lists: PostingLists }

/** The posting lists of one generation as a reader sees them, kept in memory until a commit changes any. */
export class PostingLists {
  private readonly db: DatabaseSync
  private readonly entries: StatementSync
  private readonly version: StatementSync
  private readonly lists = new Map<number, Uint32Array>()
  private bytes = 0
  private of: number | undefined
  private known: Collection | undefined

  constructor(db: DatabaseSync) {
    this.db = db
    this.entries = db.prepare('select entries from postings where key = ?')
    this.version = db.prepare('pragma data_version')
  }

  /** Call it first in the transaction of a reading: all it reads then is of one state. */
  collection(): Collection {
    const { data_version: version } = this.version.get() as { data_version: number }
    if (version !== this.of) {
      this.forget()
      this.known = undefined
    }
    this.of = version
    this.known ??= this.readCollection()
    return this.known
  }

  list(block: number, term: number): Uint32Array {
    const key = postingKey(block, term)
    const known = this.lists.get(key)
    if (known) return known
    const row = this.entries.get(key) as { entries: Uint8Array } | undefined
    const list = row ? packed(row.entries) : NONE
    if (this.bytes > MAX_KEPT_BYTES) this.forget()
    this.bytes += list.byteLength
    this.lists.set(key, list)
    return list
  }

  private forget(): void {
    this.lists.clear()
    this.bytes = 0
  }

  private readCollection(): Collection {
    const { last } = this.db.prepare('select coalesce(max(rowid), 0) last from papers').get() as {
      last: number
    }
    const blocks = Math.floor(last / 2 ** BLOCK_BITS) + 1
    const { papers, words } = collectionStats(this.db)
    const meanLength = Math.max(1, words / Math.max(1, papers))
    const saturations = new Float64Array(blocks * 2 ** BLOCK_BITS).fill(saturation(0, meanLength))
    for (let block = 0; block < blocks; block++)
      for (const entry of this.list(block, LENGTHS))
        saturations[block * 2 ** BLOCK_BITS + placeOfLength(entry)] = saturation(lengthOf(entry), meanLength)
    return { papers, meanLength, blocks, rows: saturations.length, saturations }
  }
}

const saturation = (length: number, meanLength: number): number => K1 * (1 - B + (B * length) / meanLength)
