import { expect, test } from 'vitest'
import { nearDuplicate } from './near-duplicate.ts'

const words = (from: number) => Array.from({ length: 40 }, (_, n) => `word${from + n}`).join(' ')
const authors = (...names: string[]) => names.map((name) => ({ name }))
const aPaper = (given: Partial<Parameters<typeof nearDuplicate>[0]> = {}) => ({
  ...{ id: 'a', title: 'Folding Newspapers with Graph Networks', abstract: null, authors: [] },
  ...given,
})
const misspelt = 'Folding Newspapers with Grpah Networks'
const longer = 'Folding Old Newspapers with Graph Networks'

test('titles alone tell that letters differ, not that a word does', () => {
  expect(nearDuplicate(aPaper(), aPaper({ title: misspelt }))).toBe('letters')
  expect(nearDuplicate(aPaper(), aPaper({ title: longer }))).toBeNull()
})

test('authors or abstracts must agree where both have them', () => {
  const [ada, adaBee, zoe] = [authors('Ada Ay'), authors('A. Ay', 'B. Bee'), authors('Zoë Zed')]
  expect(nearDuplicate(aPaper({ authors: ada }), aPaper({ title: misspelt, authors: zoe }))).toBeNull()
  expect(nearDuplicate(aPaper({ authors: ada }), aPaper({ title: misspelt, authors: adaBee }))).toBe(
    'letters',
  )
  const [one, near, far] = [words(0), words(5), words(100)]
  expect(nearDuplicate(aPaper({ abstract: one }), aPaper({ title: longer, abstract: near }))).toBe('word')
  expect(nearDuplicate(aPaper({ abstract: one }), aPaper({ title: longer, abstract: far }))).toBeNull()
  const series = { abstract: one, authors: ada }
  expect(nearDuplicate(aPaper(series), aPaper({ title: longer, abstract: far, authors: ada }))).toBeNull()
})
