import type { Filters } from '../filters.ts'
import { type DotProducts, dotProducts } from './dot-products.ts'
import { largest, spread } from './largest.ts'
import { MAX_DIMENSIONS } from './read-answer.ts'

export type VectorRow = { paperId: string; vector: Uint8Array | null; firstSeenAt: number; hasCode: boolean }
/** `similarity` is the cosine; `distinction` is by how many standard deviations it stands above that of all papers. */
export type Near = { id: string; similarity: number; distinction: number }

type Slot = { paperId: string; length: number; firstSeenAt: number; hasCode: boolean }

const LANES = 16
/** So many products are worked out at a time. */
const RUN = 4_096
/** The memory begins with the vector that is asked for and the products of a run. */
const RESULTS = MAX_DIMENSIONS
const VECTORS = RESULTS + RUN * Int32Array.BYTES_PER_ELEMENT
/** Memory grows by so many vectors. */
const GROWTH = 1_024

/** All vectors in memory, one byte per dimension, and an exact scan of them. */
export class VectorTable {
  private readonly slots: (Slot | undefined)[] = []
  private readonly byPaper = new Map<string, number>()
  private readonly free: number[] = []
  private readonly products: DotProducts = dotProducts()
  private readonly maxBytes: number
  private dimensions = 0
  /** Bytes from one vector to the next: the rest are zeros. */
  private stride = 0

  constructor(maxBytes: number) {
    if (!(maxBytes > VECTORS)) throw new RangeError(`${maxBytes} bytes are too few for any vector.`)
    this.maxBytes = maxBytes
  }

  get size(): number {
    return this.byPaper.size
  }

  /** Puts or removes each row; tells how many did not fit into the memory, and how many are of another length. */
  apply(rows: VectorRow[]): { full: number; odd: number } {
    const left = { full: 0, odd: 0 }
    for (const row of rows) {
      if (row.vector === null) this.remove(row.paperId)
      else if (!this.takes(row.vector.length)) left.odd++
      else if (!this.put(row, row.vector)) left.full++
    }
    return left
  }

  /** The papers nearest to a vector, best first; none for a vector of another length. */
  nearest(vector: Int8Array, count: number, filters: Filters): Near[] {
    if (vector.length !== this.dimensions || this.size === 0) return []
    const similarities = this.similarities(vector)
    const { mean, deviation } = spread(similarities)
    return largest(similarities, count, (slot) => passes(this.slots[slot], filters)).map((slot) => {
      const similarity = similarities[slot] ?? 0
      const id = this.slots[slot]?.paperId ?? ''
      return { id, similarity, distinction: (similarity - mean) / deviation }
    })
  }

  vectorOf(paperId: string): Int8Array | undefined {
    const slot = this.byPaper.get(paperId)
    if (slot === undefined) return undefined
    const at = this.place(slot)
    return new Int8Array(this.products.bytes().slice(at, at + this.dimensions).buffer)
  }

  /** The first vector decides; when all are gone, the next one. */
  private takes(dimensions: number): boolean {
    if (this.size === 0 && dimensions > 0 && dimensions <= MAX_DIMENSIONS) {
      this.slots.length = 0
      this.free.length = 0
      this.dimensions = dimensions
      this.stride = Math.ceil(dimensions / LANES) * LANES
    }
    return dimensions === this.dimensions && dimensions > 0
  }

  private put({ paperId, firstSeenAt, hasCode }: VectorRow, vector: Uint8Array): boolean {
    const slot = this.byPaper.get(paperId) ?? this.free.pop() ?? this.slots.length
    if (!this.reserve(slot)) return false
    this.slots[slot] = { paperId, length: this.write(vector, this.place(slot)), firstSeenAt, hasCode }
    this.byPaper.set(paperId, slot)
    return true
  }

  /** Writes it to a place; its length comes back. */
  private write(vector: Uint8Array, at: number): number {
    const { products, stride } = this
    products.bytes().fill(0, at, at + stride)
    products.bytes().set(vector, at)
    products.scan(at, stride, at, 1, RESULTS)
    return Math.sqrt(new Int32Array(products.bytes().buffer, RESULTS, 1)[0] ?? 0) || 1
  }

  private remove(paperId: string): void {
    const slot = this.byPaper.get(paperId)
    if (slot === undefined) return
    this.byPaper.delete(paperId)
    this.slots[slot] = undefined
    this.free.push(slot)
  }

  private place(slot: number): number {
    return VECTORS + slot * this.stride
  }

  private reserve(slot: number): boolean {
    if (this.place(slot + 1) <= this.products.bytes().length) return true
    if (this.place(slot + 1) > this.maxBytes) return false
    const wanted = Math.min(this.place(slot + GROWTH), this.maxBytes)
    return this.products.reserve(wanted)
  }

  /** By slot; not a number where there is none. */
  private similarities(vector: Int8Array): Float64Array {
    const { products, stride, slots } = this
    const values = new Float64Array(slots.length).fill(Number.NaN)
    const length = this.write(new Uint8Array(vector.buffer, vector.byteOffset, vector.length), 0)
    for (let from = 0; from < slots.length; from += RUN) {
      const count = Math.min(RUN, slots.length - from)
      products.scan(0, stride, this.place(from), count, RESULTS)
      const results = new Int32Array(products.bytes().buffer, RESULTS, count)
      for (let at = 0; at < count; at++) {
        const slot = slots[from + at]
        if (slot) values[from + at] = (results[at] ?? 0) / (length * slot.length)
      }
    }
    return values
  }
}

function passes(slot: Slot | undefined, { fromMs, beforeMs, hasCode }: Filters): boolean {
  if (!slot) return false
  if (fromMs !== undefined && slot.firstSeenAt < fromMs) return false
  if (beforeMs !== undefined && slot.firstSeenAt >= beforeMs) return false
  return hasCode === undefined || slot.hasCode === hasCode
}
