import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import wabt from 'wabt'
import { toBytes } from './bytes.ts'
import { assembled } from './dot-products.ts'
import { type VectorRow, VectorTable } from './vector-table.ts'

const MIB = 2 ** 20

function row(paperId: string, values: number[], given: Partial<VectorRow> = {}): VectorRow {
  const vector = new Uint8Array(toBytes(Float32Array.from(values)).buffer)
  return { paperId, vector, firstSeenAt: 0, hasCode: false, ...given }
}
const asked = (values: number[]) => toBytes(Float32Array.from(values))
const ids = (near: { id: string }[]) => near.map(({ id }) => id)

test('the module is what its text says', async () => {
  const text = readFileSync(join(import.meta.dirname, 'dot-products.wat'), 'utf8')
  const module = (await wabt()).parseWat('dot-products.wat', text, { simd: true })
  expect(Buffer.from(module.toBinary({}).buffer).toString('base64')).toBe(assembled)
})

test('similarities are cosines, whatever the number of dimensions', () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true })
  const vectors = fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
    const one = fc
      .array(number, { minLength: dimensions, maxLength: dimensions })
      .filter((values) => Math.hypot(...values) > 0.1)
    return fc.tuple(one, fc.array(one, { minLength: 1, maxLength: 20 }))
  })
  fc.assert(
    fc.property(vectors, ([query, papers]) => {
      const table = new VectorTable(MIB)
      table.apply(papers.map((values, n) => row(String(n), values)))
      for (const { id, similarity } of table.nearest(asked(query), 20, {})) {
        const values = papers[Number(id)]!
        const product = values.reduce((sum, value, at) => sum + value * query[at]!, 0)
        expect(similarity).toBeCloseTo(product / (Math.hypot(...values) * Math.hypot(...query)), 1)
      }
    }),
    { numRuns: 100 },
  )
})

test('nearest first, as many as are wanted, and only what passes the filters', () => {
  const table = new VectorTable(MIB)
  table.apply([
    row('a', [1, 0], { firstSeenAt: 10 }),
    row('b', [1, 0.2], { firstSeenAt: 20, hasCode: true }),
    row('c', [0, 1], { firstSeenAt: 30 }),
    row('d', [-1, 0], { firstSeenAt: 40, hasCode: true }),
  ])
  expect(ids(table.nearest(asked([1, 0]), 3, {}))).toEqual(['a', 'b', 'c'])
  expect(ids(table.nearest(asked([1, 0]), 1, {}))).toEqual(['a'])
  expect(ids(table.nearest(asked([1, 0]), 9, { fromMs: 20, beforeMs: 40 }))).toEqual(['b', 'c'])
  expect(ids(table.nearest(asked([1, 0]), 9, { hasCode: true }))).toEqual(['b', 'd'])
  expect(ids(table.nearest(asked([1, 0]), 9, { hasCode: false }))).toEqual(['a', 'c'])
})

test('a paper is replaced, goes, and its place is taken by the next one', () => {
  const table = new VectorTable(MIB)
  table.apply([row('a', [1, 0]), row('b', [0, 1])])
  table.apply([row('a', [0, 1]), { ...row('b', [0, 1]), vector: null }])
  expect(table.nearest(asked([0, 1]), 9, {})).toMatchObject([{ id: 'a', similarity: 1 }])
  table.apply([row('c', [1, 0])])
  expect(ids(table.nearest(asked([1, 0]), 9, {}))).toEqual(['c', 'a'])
  expect(table.size).toBe(2)
  expect(table.vectorOf('c')).toEqual(asked([1, 0]))
  expect(table.vectorOf('b')).toBeUndefined()
})

test('vectors of another length are left out, and nothing is near one', () => {
  const table = new VectorTable(MIB)
  expect(table.apply([row('a', [1, 0]), row('b', [1, 0, 0])])).toEqual({ full: 0, odd: 1 })
  expect(table.nearest(asked([1, 0, 0]), 9, {})).toEqual([])
  // Another model: when the last of the old ones is gone, its vectors have their own length.
  table.apply([{ ...row('a', [1]), vector: null }])
  expect(table.apply([row('b', [1, 0, 0])])).toEqual({ full: 0, odd: 0 })
  expect(ids(table.nearest(asked([1, 0, 0]), 9, {}))).toEqual(['b'])
})

test('it takes no more memory than it may', () => {
  const table = new VectorTable(MIB)
  const values = Array.from({ length: 384 }, (_, at) => Math.sin(at))
  const left = table.apply(Array.from({ length: 5_000 }, (_, n) => row(String(n), values)))
  expect(left.full).toBeGreaterThan(2_000)
  expect(table.size + left.full).toBe(5_000)
  expect(table.size * 384).toBeLessThan(MIB)
  expect(table.nearest(asked(values), 3, {})).toHaveLength(3)
})
