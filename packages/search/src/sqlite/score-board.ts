import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { B, K1, TITLE_BOOST } from '../ranking.ts'
import { BLOCK_BITS, countsOf, LENGTHS, lengthOf, placeOf, placeOfLength, postingKey } from './postings.ts'
import { type CollectionStats, collectionStats } from './stats.ts'
import { abstractCount, packed, titleCount } from './term-counts.ts'

export type WeightedTerm = { id: number; weight: number }

/** Scores of all papers, by rowid: filled from posting lists, block after block. */
export class ScoreBoard {
  readonly scores: Float64Array
  readonly stats: CollectionStats
  readonly meanLength: number
  private readonly lengths: Float64Array
  private readonly blocks: number
  private readonly entries: StatementSync

  constructor(db: DatabaseSync) {
    const { last } = db.prepare('select coalesce(max(rowid), 0) last from papers').get() as { last: number }
    this.blocks = Math.floor(last / 2 ** BLOCK_BITS) + 1
    this.scores = new Float64Array(this.blocks * 2 ** BLOCK_BITS)
    this.lengths = new Float64Array(this.scores.length)
    this.stats = collectionStats(db)
    this.meanLength = Math.max(1, this.stats.words / Math.max(1, this.stats.papers))
    this.entries = db.prepare('select entries from postings where key = ?')
    for (let block = 0; block < this.blocks; block++)
      for (const entry of this.list(block, LENGTHS))
        this.lengths[block * 2 ** BLOCK_BITS + placeOfLength(entry)] = lengthOf(entry)
  }

  /** Adds what each term is worth in each paper that has it; `counts` counts the terms of a paper. */
  add(terms: WeightedTerm[], counts?: Uint8Array): void {
    for (let block = 0; block < this.blocks; block++)
      for (const term of terms) this.addBlock(block, term, counts)
  }

  length(rowid: number): number {
    return this.lengths[rowid] ?? 0
  }

  private addBlock(block: number, { id, weight }: WeightedTerm, counts: Uint8Array | undefined): void {
    const from = block * 2 ** BLOCK_BITS
    const { scores, lengths } = this
    const perWord = (K1 * B) / this.meanLength
    const entries = this.list(block, id)
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] ?? 0
      const rowid = from + placeOf(entry)
      const value = countsOf(entry)
      const inTitle = titleCount(value)
      const all = inTitle + abstractCount(value)
      const saturation = K1 * (1 - B) + perWord * (lengths[rowid] ?? 0)
      const points = all / (all + saturation) + (TITLE_BOOST * inTitle) / (inTitle + K1)
      scores[rowid] = (scores[rowid] ?? 0) + weight * points
      if (counts) counts[rowid] = (counts[rowid] ?? 0) + 1
    }
  }

  private list(block: number, term: number): Uint32Array {
    const row = this.entries.get(postingKey(block, term)) as { entries: Uint8Array } | undefined
    return row ? packed(row.entries) : EMPTY
  }
}

const EMPTY = new Uint32Array()
