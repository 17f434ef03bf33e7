import { expect, test } from 'vitest'
import { queryText } from './query-text.ts'

test.each([
  [undefined, undefined],
  [' \0', ''],
  [' graph\0networks ', 'graph networks'],
])('%j is searched as %j', (q, text) => {
  expect(queryText(q)).toBe(text)
})
