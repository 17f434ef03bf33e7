import { expect, test } from 'vitest'
import { titleKeys } from './title-keys.ts'
import { titleLikeness } from './title-likeness.ts'

const TITLE = 'Folding Newspapers with Graph Neural Networks'

test.each([
  ['same', 'Folding newspapers with graph-neural networks!'],
  ['letters', 'Folding Newspapres with Graph Neural Networks'],
  ['letters', 'Folding Newspaper with Graph Neural Networks'],
  ['version', 'Folding Newspapers with Graph Neural Networks v2'],
  ['version', 'Folding Newspapers with Graph Neural Networks (Extended Version)'],
  ['subtitle', 'Folding Newspapers with Graph Neural Networks: A Study of Paper'],
  ['word', 'Folding Old Newspapers with Graph Neural Networks'],
  ['word', 'Folding Newspapers with Graph Networks'],
  ['word', 'Folding Letters with Graph Neural Networks'],
  ['word', 'On the Folding of Newspapers with Neural Graph Networks'],
])('a title that is %s: %s', (kind, other) => {
  expect(titleLikeness(TITLE, other)).toBe(kind)
  expect(titleLikeness(other, TITLE)).toBe(kind)
  const keys = new Set(titleKeys(TITLE))
  expect(titleKeys(other).some((key) => keys.has(key))).toBe(true)
})

test.each([
  [TITLE, 'Reading Letters with Graph Neural Networks'],
  ['A Theory of Folding Newspapers, Part 1', 'A Theory of Folding Newspapers, Part 2'],
  ['A Theory of Folding Newspapers II', 'A Theory of Folding Newspapers III'],
  ['Comment: Folding Newspapers with Graph Neural Networks', TITLE],
  ['Proceedings of the Fourth Workshop on Folding', 'Proceedings of the Fifth Workshop on Folding'],
  ['Experiments in Folding with GPT-3', 'Experiments in Folding with GPT-4'],
])('%s is not nearly %s', (a, b) => {
  expect(titleLikeness(a, b)).toBeNull()
})

test('a title of few words is compared with none', () => {
  expect(titleKeys('An Introduction to Folding')).toEqual([])
  expect(titleKeys('')).toEqual([])
})

test('a title about another work is compared with none', () => {
  expect(titleKeys('Erratum to Folding Newspapers with Graph Networks')).toEqual([])
  expect(titleKeys('Proceedings of the Fourth Workshop on Folding')).toEqual([])
})

test('keys are whole numbers that every side of the database keeps', () => {
  const keys = titleKeys(`${TITLE}: ${'many more words '.repeat(50)}`)
  expect(keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true)
  expect(keys.length).toBeLessThan(25)
})
