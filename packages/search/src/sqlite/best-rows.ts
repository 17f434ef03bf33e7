/** Rowids in no order, or in one. */
export type Rows = Uint32Array | number[]

/** The `limit` rows of the highest scores in order, without sorting all; the smaller rowid settles ties. */
export function bestRows(rows: Rows, scores: Float64Array, limit: number): number[] {
  const order = (a: number, b: number) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b
  return rowsFrom(rows, scores, thresholdOf(rows, scores, limit))
    .sort(order)
    .slice(0, limit)
}

/** Those that score so much, or more. */
export function rowsFrom(rows: Rows, scores: Float64Array, threshold: number): number[] {
  const found: number[] = []
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    if ((scores[row] ?? 0) >= threshold) found.push(row)
  }
  return found
}

/** The score of the last of the best `limit`: the root of a heap of the best so far. */
export function thresholdOf(rows: Rows, scores: Float64Array, limit: number): number {
  if (rows.length <= limit) return Number.NEGATIVE_INFINITY
  const heap = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY)
  let least = Number.NEGATIVE_INFINITY
  for (let at = 0; at < rows.length; at++) {
    const score = scores[rows[at] ?? 0] ?? 0
    if (score <= least) continue
    replaceRoot(heap, score)
    least = heap[0] ?? Number.NEGATIVE_INFINITY
  }
  return least
}

function replaceRoot(heap: Float64Array, score: number): void {
  let at = 0
  while (true) {
    const left = 2 * at + 1
    if (left >= heap.length) break
    const child = left + 1 < heap.length && (heap[left + 1] ?? 0) < (heap[left] ?? 0) ? left + 1 : left
    if ((heap[child] ?? 0) >= score) break
    heap[at] = heap[child] ?? 0
    at = child
  }
  heap[at] = score
}
