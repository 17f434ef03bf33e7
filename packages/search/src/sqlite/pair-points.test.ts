import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stem } from '../text/stem.ts'
import { words } from '../text/tokens.ts'
import { pairPoints } from './pair-points.ts'

const SATURATION = 1
const piece = fc.constantFrom(
  ...[
    'a',
    'e',
    'y',
    'ies',
    'ed',
    'ing',
    'ings',
    'ational',
    'eed',
    'ss',
    'ion',
    'n',
    'gr',
    'th',
    'β',
    'é',
    '2',
  ],
)
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
const sentence = fc.array(word, { minLength: 2, maxLength: 12 }).map((some) => some.join(' '))

test('a pair counts wherever its stems stand side by side, however the words are written', () => {
  fc.assert(
    fc.property(sentence, sentence, (title, abstract) => {
      const stems = [...words(title), ...words(abstract)].map(stem)
      const [first = '', second = ''] = stems.slice(-2)
      const count = stems.filter((one, at) => one === first && stems[at + 1] === second).length
      const db = new DatabaseSync(':memory:')
      db.exec('create table papers (title text, abstract text)')
      db.prepare('insert into papers values (?, ?)').run(title, abstract)
      const points = pairPoints(db, [{ first, second, weight: 1 }])(1, SATURATION)
      expect(points).toBeCloseTo((0.2 * count) / (count + SATURATION))
    }),
  )
})
