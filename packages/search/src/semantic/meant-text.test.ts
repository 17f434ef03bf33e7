import { expect, test } from 'vitest'
import { fuse } from './reciprocal-ranks.ts'
import { meantText } from './widening.ts'

test.each([
  ['graph networks for molecules', 'graph networks for molecules'],
  ['graph -neural', 'graph'],
  ['graph -"neural networks" kernels', 'graph kernels'],
  ['"message passing" graph*', 'message passing graph'],
  ['graph author:smith category:cs.LG id:2106.04008', 'graph'],
  ['author:"Jane Doe" graph', 'graph'],
  ['title:graph abstract:"message passing"', 'graph message passing'],
  ['state-of-the-art - and more', 'state-of-the-art - and more'],
  ['-neural', ''],
])('%s is embedded as "%s"', (query, text) => expect(meantText(query)).toBe(text))

test('a paper of both rankings stands before those of one, and the first ranking settles ties', () => {
  expect(
    fuse([
      ['a', 'b', 'c'],
      ['d', 'c'],
    ]).map(({ id }) => id),
  ).toEqual(['c', 'a', 'd', 'b'])
})
