import { expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'
import { doubtful, endingsMended, nearest, rarelyWritten, respelled, writtenAs } from './respelled.ts'

test.each([
  ['graph', 'graph', 0],
  ['graph', 'grahp', 1],
  ['graph', 'grap', 1],
  ['graph', 'graphs', 1],
  ['graph', 'grxph', 1],
  ['neural', 'nuerla', 2],
  ['graph', 'molecule', 3],
])('from %s to %s it is %i edits', (a, b, edits) => {
  expect(editDistance(a, b, 2)).toBe(edits)
  expect(editDistance(b, a, 2)).toBe(edits)
})

const typed = (stem: string, given: { word?: string; papers?: number } = {}) => ({
  stem,
  word: stem,
  papers: 0,
  roots: [],
  ...given,
})

test('the nearest word is meant, of equally near ones the most frequent, and never a rare one', () => {
  const candidates = [
    { stem: 'lean', papers: 5 },
    { stem: 'learn', papers: 90 },
    { stem: 'lern', papers: 1 },
    { stem: 'leather', papers: 900 },
  ]
  expect(nearest(typed('lern'), candidates)?.stem).toBe('learn')
  expect(nearest(typed('laern'), [{ stem: 'learner', papers: 9 }])).toBeUndefined()
})

test('an error in the ending is one of the word, not of its stem', () => {
  const candidates = [
    { stem: 'docu', papers: 3 },
    { stem: 'document', papers: 90 },
  ]
  expect(nearest(typed('docum', { word: 'documant' }), candidates)?.stem).toBe('document')
})

test.each([
  ['learninng', 'learning'],
  ['aggregtaion', 'aggregation'],
  ['understandnig', 'understanding'],
])('an ending is mended: %s', (word, meant) => {
  const candidates = endingsMended(typed(word)).map((one) => ({ ...one, papers: one.word === meant ? 9 : 0 }))
  expect(nearest(typed(word), candidates)?.word).toBe(meant)
})

test('an error that hides the ending from the stemmer hides the word from no one', () => {
  const [word] = rarelyWritten(new Map([['cnvergenc', 'cnvergence']]), () => 0)
  expect(word?.roots).toEqual(['cnverg'])
  expect(word && nearest(word, [{ stem: 'converg', papers: 9 }])?.stem).toBe('converg')
})

test('a word that others misspelt too is one beside a very frequent neighbour', () => {
  const languages = [{ stem: 'languag', papers: 700 }]
  expect(nearest(typed('langaug', { papers: 3 }), languages)?.stem).toBe('languag')
  expect(nearest(typed('langaug', { papers: 4 }), languages)).toBeUndefined()
  const papersOf = (stem: string) => (stem === 'rare' ? 5 : 6)
  const words = new Map([
    ['rare', 'rare'],
    ['frequent', 'frequent'],
  ])
  expect(rarelyWritten(words, papersOf)).toEqual([{ stem: 'rare', word: 'rare', papers: 5, roots: [] }])
})

test('words of a sentence are looked up, those of operators and short ones are not', () => {
  expect([...doubtful('papers about GPT nueral Netwroks').values()]).toEqual(['nueral', 'netwroks'])
  expect(doubtful('"nueral netwroks"').size + doubtful('nueral*').size).toBe(0)
})

test('only the misspelt words are replaced, as texts write them', () => {
  const written = writtenAs('network', ['Networks and networks', 'a network'])
  expect(written).toBe('networks')
  expect(respelled('Deep Netwroks, (2024)', new Map([['netwrok', 'networks']]))).toBe('Deep networks, (2024)')
  expect(respelled('deep', new Map())).toBeUndefined()
})
