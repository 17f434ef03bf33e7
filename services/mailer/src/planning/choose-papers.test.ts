import { expect, test } from 'vitest'
import { choosePapers } from './choose-papers.ts'

const knownAt = new Date('2026-01-05T00:00:00Z')
const papers = (...ids: string[]) => ids.map((paperId) => ({ paperId, knownAt }))
const trending = papers('t1', 't2', 't3', 't4').map((paper, at) => ({
  ...paper,
  rank: at + 1,
  date: '2026-01-05',
}))
const matches = new Map([
  ['graphs', papers('g1', 'g2', 't2')],
  ['speech', papers('s1')],
])

const chosen = (topics: (string | null)[], maxPapers: number, had: string[] = []) =>
  choosePapers({ topics, maxPapers }, { trending, matches }, new Set(had), () => true).map(
    ({ paperId }) => paperId,
  )

test('trending papers come by rank, then what the saved searches found', () => {
  expect(chosen([null, 'graphs', 'speech'], 20)).toEqual(['t1', 't2', 't3', 't4', 'g1', 'g2', 's1'])
  expect(chosen(['graphs'], 20)).toEqual(['g1', 'g2', 't2'])
})

test('where there are too many, each topic gives one in turn, and one with few leaves its place to the others', () => {
  expect(chosen([null, 'graphs'], 4)).toEqual(['t1', 't2', 'g1', 'g2'])
  expect(chosen([null, 'graphs', 'speech'], 3)).toEqual(['t1', 'g1', 's1'])
  expect(chosen([null, 'speech'], 4)).toEqual(['t1', 't2', 't3', 's1'])
  expect(chosen([null], 2)).toEqual(['t1', 't2'])
})

test('a paper of two topics is there once with both reasons, and takes one place', () => {
  const found = choosePapers(
    { topics: [null, 'graphs'], maxPapers: 5 },
    { trending, matches },
    new Set(['g1', 'g2']),
    () => true,
  )
  expect(found.map(({ paperId }) => paperId)).toEqual(['t1', 't2', 't3', 't4'])
  expect(found[1]?.why).toEqual([
    { kind: 'trending', rank: 2 },
    { kind: 'search', query: 'graphs' },
  ])
})

test('what was sent before takes no place', () => {
  expect(chosen([null, 'graphs'], 2, ['t1', 'g1'])).toEqual(['t2', 'g2'])
})
