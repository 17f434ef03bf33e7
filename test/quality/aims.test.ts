import { expect, test } from 'vitest'
import { missedAims } from './aims.ts'
import type { Row } from './table.ts'

const row = (engine: Row['engine'], way: Row['way'], ndcg: number): Row => ({
  collection: 'c',
  engine,
  way,
  ndcg,
  mrr: 0,
  recall: 0,
})
const rows = (opensearch: number, sqlite: number): Row[] => [
  row('OpenSearch', 'flat BM25', 0.5),
  row('OpenSearch', 'ours', opensearch),
  row('SQLite', 'ours', sqlite),
]
const missed = (opensearch: number, sqlite: number) =>
  missedAims(rows(opensearch, sqlite), ['c'], ['OpenSearch', 'SQLite'])

test('better on both engines and alike misses nothing', () => {
  expect(missed(0.53, 0.525)).toEqual([])
})

test('with meaning the gain must be larger', () => {
  const meant = (ndcg: number) => [...rows(0.53, 0.53), row('OpenSearch', 'with meaning', ndcg)]
  expect(missedAims(meant(0.551), ['c'], ['OpenSearch'])).toEqual([])
  expect(missedAims(meant(0.54), ['c'], ['OpenSearch'])).toEqual([
    'OpenSearch with meaning: +0.0400 nDCG@10 on the mean, the aim is +0.05',
  ])
})

test('too small a gain, a loss and engines apart are each said', () => {
  expect(missed(0.51, 0.53)).toEqual([
    'OpenSearch: +0.0100 nDCG@10 on the mean, the aim is +0.02',
    'the engines are 0.0200 nDCG@10 apart on the mean',
  ])
  expect(missed(0.53, 0.49)[1]).toBe('SQLite: -0.0100 nDCG@10 on c')
})
