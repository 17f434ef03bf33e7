/** The `limit` rows of the highest scores in order, without sorting all; the smaller rowid settles ties. */
export function bestRows(rows: number[], scores: Float64Array, limit: number): number[] {
  const order = (a: number, b: number) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b
  if (rows.length <= limit * 2) return [...rows].sort(order).slice(0, limit)
  const threshold = thresholdOf(rows, scores, limit)
  return rows
    .filter((row) => (scores[row] ?? 0) >= threshold)
    .sort(order)
    .slice(0, limit)
}

/** The score of the last of the best `limit`: the root of a heap of the best so far. */
export function thresholdOf(rows: number[], scores: Float64Array, limit: number): number {
  if (rows.length <= limit) return Number.NEGATIVE_INFINITY
  const heap = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY)
  for (const row of rows) {
    const score = scores[row] ?? 0
    if (score > (heap[0] ?? 0)) replaceRoot(heap, score)
  }
  return heap[0] ?? Number.NEGATIVE_INFINITY
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
