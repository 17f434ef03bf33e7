import { expect, test } from 'vitest'
import { parseQuery } from '../query/parse.ts'
import { aDocument } from '../suite/documents.ts'
import { places } from './bits.ts'
import { wordMatcher } from './word-matcher.ts'

const titles = [
  'graph networks',
  'networks of graphs',
  'a graph',
  'nothing',
  ...Array(30).fill('filler'),
  'graph',
]
const bounds = wordMatcher(titles.map((title, n) => aDocument(n, { title, id: `p${n}` })))
const others = titles.flatMap((title, n) => (title.includes('graph') ? [] : [n]))

test.each<[query: string, sure: number[], maybe: number[]]>([
  ['graph', [0, 1, 2, 34], [0, 1, 2, 34]],
  ['-graph', others, others],
  ['"graph"', [0, 2, 34], [0, 2, 34]],
  ['"graph networks"', [], [0]],
  ['"graph nowhere"', [], []],
  ['graph -"graph networks"', [1, 2, 34], [0, 1, 2, 34]],
  ['graph OR "graph networks"', [0, 1, 2, 34], [0, 1, 2, 34]],
  ['gra* networks', [0, 1], [0, 1]],
  ['id:p34', [34], [34]],
  ['graph networks one two three', [], []],
  ['graph networks of a nothing filler', [], []],
  ['!!!', [], []],
])('%s', (query, sure, maybe) => {
  const found = bounds(parseQuery(query).node)
  expect(places(found.sure)).toEqual(sure)
  expect(places(found.maybe)).toEqual(maybe)
})
