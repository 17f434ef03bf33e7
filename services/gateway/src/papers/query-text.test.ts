import { expect, test } from 'vitest'
import { queryText } from './query-text.ts'

test.each([
  [undefined, undefined],
  [' \0', ''],
  ['"T$^2$: scaling" -a--b', '"T²: scaling" -a–b'],
  [String.raw`title:"the Fr\'echet distance"`, 'title:"the Fréchet distance"'],
  [String.raw`"under $L_p$-norm" OR "Solim\~oes"`, '"under Lₚ-norm" OR "Solimões"'],
  ["a--b ``quoted''", "a--b ``quoted''"],
  ['prices of $5 and $6', 'prices of $5 and $6'],
])('%s is searched as %s', (q, text) => {
  expect(queryText(q)).toBe(text)
})
