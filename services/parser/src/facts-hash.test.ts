import type { RecordFacts } from '@paperboy/contracts'
import { aRecordFacts } from '@paperboy/testkit'
import { expect, test } from 'vitest'
import { factsHash } from './facts-hash.ts'

const facts = aRecordFacts({ extra: { a: 1, b: { c: 2, d: 3 } } })

test('does not depend on the order of fields, at any depth', () => {
  const { title, extra: _extra, ...rest } = facts
  const turned: RecordFacts = { extra: { b: { d: 3, c: 2 }, a: 1 }, ...rest, title }
  expect(factsHash(turned)).toBe(factsHash(facts))
  expect(factsHash(facts)).toMatch(/^[\w-]{43}$/)
})

test('depends on every value', () => {
  expect(factsHash({ ...facts, extra: {} })).not.toBe(factsHash(facts))
})
