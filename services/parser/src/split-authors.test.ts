import { expect, test } from 'vitest'
import { splitAuthors } from './split-authors.ts'

test.each([
  [['Ann Bee, Cee Dee and Eff Gee'], ['Ann Bee', 'Cee Dee', 'Eff Gee']],
  [['Ann Bee, Cee Dee, and Eff Gee'], ['Ann Bee', 'Cee Dee', 'Eff Gee']],
  [['Ann Bee, Cee Dee'], ['Ann Bee', 'Cee Dee']],
  [['Bee, Ann and Dee, Cee'], ['Ann Bee', 'Cee Dee']],
  [['Bee, Ann; Dee, Cee'], ['Ann Bee', 'Cee Dee']],
  [['Bee, Ann and others'], ['Ann Bee']],
  [['Bee, Ann'], ['Ann Bee']],
  [['Ann Bee, Jr., Cee Dee'], ['Ann Bee, Jr.', 'Cee Dee']],
  [['Ann Bee et al.'], ['Ann Bee et al.']],
  [['Alexander Anderson'], ['Alexander Anderson']],
  [
    ['Bee, Ann', 'Dee, Cee'],
    ['Ann Bee', 'Cee Dee'],
  ],
  [
    ['Ann Bee', 'The X, Y Team'],
    ['Ann Bee', 'The X, Y Team'],
  ],
  [[''], []],
  [[], []],
])('%j are %j', (given, names) => {
  expect(splitAuthors(given)).toEqual(names)
})
