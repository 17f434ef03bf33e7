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

/** The score of the last of the best `limit`. */
export function thresholdOf(rows: number[], scores: Float64Array, limit: number): number {
  if (rows.length <= limit) return Number.NEGATIVE_INFINITY
  const sorted = Float64Array.from(rows, (row) => scores[row] ?? 0).sort()
  return sorted[sorted.length - limit] ?? Number.NEGATIVE_INFINITY
}
