import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestRows } from './best-rows.ts'

test('the best rows are those that sorting all would give', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -3, max: 20 })),
      fc.integer({ min: 1, max: 12 }),
      (values, limit) => {
        const scores = Float64Array.from(values)
        const rows = values.map((_, row) => row)
        const sorted = [...rows].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
        expect(bestRows(rows, scores, limit)).toEqual(sorted.slice(0, limit))
      },
    ),
  )
})
