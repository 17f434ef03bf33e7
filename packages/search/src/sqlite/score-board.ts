import { K1, TITLE_BOOST } from '../ranking.ts'
import type { Collection, PostingLists } from './posting-lists.ts'
import { BLOCK_BITS, countsOf, placeOf } from './postings.ts'
import { abstractCount, titleCount } from './term-counts.ts'

export type WeightedTerm = { id: number; weight: number }

/** Scores of all papers, by rowid: filled from posting lists, block after block. */
export class ScoreBoard {
  readonly scores: Float64Array
  readonly collection: Collection
  private readonly lists: PostingLists

  constructor(lists: PostingLists) {
    this.lists = lists
    this.collection = lists.collection()
    this.scores = new Float64Array(this.collection.rows)
  }

  /** Adds what each term is worth in each paper that has it; `counts` counts the terms of a paper. */
  add(terms: WeightedTerm[], counts?: Uint8Array): void {
    for (let block = 0; block < this.collection.blocks; block++)
      for (const term of terms) this.addBlock(block, term, counts)
  }

  private addBlock(block: number, { id, weight }: WeightedTerm, counts: Uint8Array | undefined): void {
    const from = block * 2 ** BLOCK_BITS
    const { scores } = this
    const { saturations } = this.collection
    const entries = this.lists.list(block, id)
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at] ?? 0
      const rowid = from + placeOf(entry)
      const value = countsOf(entry)
      const inTitle = titleCount(value)
      const all = inTitle + abstractCount(value)
      const points = all / (all + (saturations[rowid] ?? K1)) + (TITLE_BOOST * inTitle) / (inTitle + K1)
      scores[rowid] = (scores[rowid] ?? 0) + weight * points
      if (counts) counts[rowid] = (counts[rowid] ?? 0) + 1
    }
  }
}
