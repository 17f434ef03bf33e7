import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { violationsOf } from './architecture/rules.ts'
import { readSources } from './architecture/source-file.ts'

const root = join(import.meta.dirname, '..')
const services = readdirSync(join(root, 'services'))

test('every file keeps to the architecture', () => {
  const sources = readSources(root)
  expect(sources.length).toBeGreaterThan(50)
  expect(sources.flatMap((file) => violationsOf(file, services))).toEqual([])
})

describe('the rules find', () => {
  // Put together here, so that the rules do not find them in this file.
  const environment = ['process', 'env'].join('.')
  const mock = ['vi', 'mock(1)'].join('.')
  const broken = [
    ['a service that imports a service', 'services/parser/src/a.ts', "import { x } from '@paperboy/fetcher'"],
    ['a package outside its row of the table', 'packages/queue/src/a.ts', "import '@paperboy/database'"],
    ['an import over several lines', 'packages/search/src/a.ts', "import {\n  x,\n} from '@paperboy/queue'"],
    ['a dynamic import', 'packages/contracts/src/a.ts', "const x = await import('@paperboy/queue')"],
    ['a re-export', 'packages/formats/src/a.ts', "export { x } from '@paperboy/database'"],
    ['a deep import', 'services/parser/src/a.ts', "import { x } from '@paperboy/queue/src/x.ts'"],
    [
      'a way around by a relative path',
      'services/parser/src/a.ts',
      "import '../../../packages/queue/src/x.ts'",
    ],
    ['testkit outside tests', 'services/parser/src/a.ts', "import { x } from '@paperboy/testkit'"],
    ['the command line in a service', 'services/parser/src/a.ts', "import { x } from '@paperboy/cli'"],
    ['a file of 301 lines', 'services/parser/src/a.ts', '\n'.repeat(300).concat('x')],
    ['the environment read anywhere', 'packages/queue/src/a.ts', environment],
    ['a folder with a vague name', 'packages/queue/src/utils/a.ts', ''],
    ['a module mock', 'packages/queue/src/a.test.ts', mock],
  ] as const

  test.each(broken)('%s', (_, path, text) => {
    expect(violationsOf({ path, text }, services)).toHaveLength(1)
  })

  const allowed = [
    [
      'standalone to import a service',
      'services/standalone/src/a.ts',
      "import { x } from '@paperboy/fetcher'",
    ],
    ['a test to import testkit', 'packages/queue/src/a.test.ts', "import { x } from '@paperboy/testkit'"],
    ['main.ts to read the environment', 'services/parser/src/main.ts', environment],
    ['a relative import inside a package', 'packages/queue/src/a/b.ts', "import { x } from '../c.ts'"],
    ['300 lines', 'services/parser/src/a.ts', '\n'.repeat(299).concat('x')],
  ] as const

  test.each(allowed)('nothing against: %s', (_, path, text) => {
    expect(violationsOf({ path, text }, services)).toEqual([])
  })
})

test('no two advisory locks have one number: whoever holds the one would wait for the other', () => {
  const numbers = readSources(root).flatMap(({ text }) =>
    [...text.matchAll(/\b[A-Z_]*LOCK = ([\d_]{6,})$/gm)].map(([, number]) => number),
  )
  expect(numbers.length).toBeGreaterThan(3)
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([])
})
