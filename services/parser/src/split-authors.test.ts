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
  [['Bee, Jr., Ann and Dee, Cee'], ['Ann Bee Jr.', 'Cee Dee']],
  [
    ['A. Author (MIT)', 'B. Bee'],
    ['A. Author', 'B. Bee'],
  ],
  [['A. Author (MIT), B. Bee (1 and 2) ((1) X, (2) Y)'], ['A. Author', 'B. Bee']],
  [['(unknown)'], ['(unknown)']],
  [['Ann Bee, Cee Dee for the ATLAS Collaboration'], ['Ann Bee', 'Cee Dee', 'ATLAS Collaboration']],
  [['Working for the Group'], ['Working for the Group']],
  [[''], []],
  [[], []],
])('%j are %j', (given, names) => {
  expect(splitAuthors(given)).toEqual(names)
})
