import { expect, test } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { splitDates } from './split-dates.ts'
import { toSearchQuery } from './to-search-query.ts'

const translate = (query: string) => toSearchQuery(splitDates(parseQuery(query)).node)

test.each([
  ['ti:transformer', 'title:transformer'],
  ['abs:"language model"', 'abstract:"language model"'],
  ['au:del_maestro', 'author:"del maestro"'],
  ['au:"Del Maestro"', 'author:"Del Maestro"'],
  ['au:del_maestro_a', '(author:"del maestro" AND author:a*)'],
  ['au:"Maestro, A. D."', '(author:"Maestro" AND author:A* AND author:D*)'],
  ['au:"Maestro, Adrian"', 'author:"Maestro, Adrian"'],
  ['cat:cs.LG', 'category:cs.LG'],
  ['cat:cs.*', 'category:cs.*'],
  ['id:2411.01234', 'id:2411.01234'],
  ['all:electron', '(electron OR author:electron)'],
  ['electron', '(electron OR author:electron)'],
  ['electron proton', 'electron proton'],
  ['au:bengio AND ti:deep', '(author:bengio AND title:deep)'],
  ['au:bengio ANDNOT ti:deep', '(author:bengio AND NOT (title:deep))'],
  ['au:bengio AND NOT ti:deep', '(author:bengio AND NOT (title:deep))'],
  ['ti:a1 OR ti:b1 AND ti:c1', '(title:a1 OR (title:b1 AND title:c1))'],
  ['(ti:a1 OR ti:b1) AND ti:c1', '((title:a1 OR title:b1) AND title:c1)'],
  ['ti:(deep learning)', '(title:deep AND title:learning)'],
  ['ti:deep learning', '(title:deep AND (learning OR author:learning))'],
  ['ti:gener*', 'title:gener*'],
  ['ti:-x', 'title:x'],
  // Paperboy knows no journals: nothing has one, and everything has none.
  ['jr:nature', null],
  ['jr:nature OR ti:x', 'title:x'],
  ['jr:nature AND ti:x', null],
  ['ti:x ANDNOT jr:nature', 'title:x'],
  ['all:*', ''],
  ['', null],
  ['"" ()', null],
])('%s is searched as %s', (query, expected) => {
  expect(translate(query)).toBe(expected)
})

test.each([
  ['AND ti:x', 'ti:x'],
  ['(ti:x', 'ti:x'],
  ['ti:x )', 'ti:x'],
  ['ti:x AND', 'ti:x'],
  ['cats AND AND dogs', 'cats dogs'],
  ['cats "dogs', 'cats dogs'],
  ['submittedDate:[soon TO later] cats', 'submittedDate: soon TO later cats'],
])('%s, which is no expression, finds something all the same', (query, expected) => {
  expect(translate(query)).toBe(expected)
})

test('a range of dates is taken out, and two overlap', () => {
  const { node, range } = splitDates(
    parseQuery('ti:x AND submittedDate:[20230101 TO 202401010600] AND submittedDate:[* TO 20231231]'),
  )
  expect(toSearchQuery(node)).toBe('title:x')
  expect(range).toEqual({ from: new Date('2023-01-01T00:00:00Z'), to: new Date('2023-12-31T23:59:59.999Z') })
})

test('a range inside OR is refused', () => {
  expect(() => translate('ti:x OR submittedDate:[20230101 TO 20240101]')).toThrow(/^search_query/)
  expect(() => translate('ti:x ANDNOT submittedDate:[20230101 TO 20240101]')).toThrow(/^search_query/)
})

test('in a long query words are not looked for among authors too', () => {
  const word = 'w'.repeat(300)
  expect(translate(word)).toBe(word)
})

test('a query that the search would cut off is refused', () => {
  expect(() => translate(Array.from({ length: 61 }, (_, n) => `ti:w${n}`).join(' OR '))).toThrow(/too long/)
})
