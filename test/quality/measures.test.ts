import { expect, test } from 'vitest'
import { measure } from './measures.ts'

const query = (judged: Record<string, number>) => ({
  id: 'q',
  text: '',
  judged: new Map(Object.entries(judged)),
})

test('a ranking with all relevant papers on top is perfect', () => {
  const judged = query({ a: 2, b: 1 })
  expect(measure([judged], [['a', 'b', 'c']])).toEqual({ ndcg: 1, mrr: 1, recall: 1 })
})

test('what stands lower counts less, and what is missing does not count', () => {
  const { ndcg, mrr, recall } = measure([query({ a: 1, b: 1 })], [['x', 'a', 'y']])
  expect(ndcg).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)))
  expect(mrr).toBe(0.5)
  expect(recall).toBe(0.5)
})

test('below the tenth place only recall counts', () => {
  const ranking = [...Array.from({ length: 10 }, (_, n) => `x${n}`), 'a']
  expect(measure([query({ a: 1 })], [ranking])).toEqual({ ndcg: 0, mrr: 0, recall: 1 })
})

test('a query that finds nothing counts as nought in the mean', () => {
  const judged = query({ a: 1 })
  expect(measure([judged, judged], [['a'], []])).toEqual({ ndcg: 0.5, mrr: 0.5, recall: 0.5 })
})
