import type { RecordFacts } from '@paperboy/contracts'
import { aRecordFacts } from '@paperboy/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Groupable, groupFacts, identityKeys } from './group-facts.ts'
import { joinKey } from './join-key.ts'

type Item = Groupable & { name: string }

function anItem(
  name: string,
  fields: Partial<RecordFacts> = {},
  firstSeenAt = '2026-01-01T00:00:00.000Z',
): Item {
  const facts = aRecordFacts({ title: 'One Title of Five Words', abstract: null, ...fields })
  return { name, facts, joinKey: joinKey(facts), firstSeenAt }
}
const names = (items: Item[]) =>
  groupFacts(items)
    .map((group) =>
      group
        .map(({ name }) => name)
        .sort()
        .join(''),
    )
    .sort()

describe('groupFacts', () => {
  test('joins by arXiv id, by DOI and in a chain of both', () => {
    expect(
      names([
        anItem('a', { arxivId: '2601.00001', title: 'X' }),
        anItem('b', { arxivId: '2601.00001', doi: '10.1000/x', title: 'Y' }),
        anItem('c', { doi: '10.1000/x', title: 'Z' }),
      ]),
    ).toEqual(['abc'])
  })

  test('joins a preprint and its published version by their title', () => {
    expect(
      names([anItem('a', { arxivId: '2601.00001' }), anItem('b', { doi: '10.1000/x' }), anItem('c')]),
    ).toEqual(['abc'])
  })

  test('keeps papers with conflicting ids apart; one without ids joins the one first seen', () => {
    const early = '2025-01-01T00:00:00.000Z'
    expect(
      names([
        anItem('a', { arxivId: '2601.00001' }),
        anItem('b', { arxivId: '2601.00002' }, early),
        anItem('c'),
      ]),
    ).toEqual(['a', 'bc'])
    expect(
      names([anItem('a', { doi: '10.1000/a' }), anItem('b', { doi: '10.1000/b' }), anItem('c')]),
    ).toEqual(['ac', 'b'])
  })

  test('short titles join only with the beginning of the abstract', () => {
    const title = 'Pointer Networks'
    const abstract =
      'We introduce a new neural architecture to learn the conditional probability of an output.'
    expect(
      names([
        anItem('a', { title, abstract }),
        anItem('b', { title: 'POINTER networks', abstract: abstract.toUpperCase() }),
        anItem('c', { title, abstract: 'Another.' }),
        anItem('d', { title, arxivId: '2601.00001' }),
        anItem('e', { title, abstract, arxivId: '1506.03134' }),
      ]),
    ).toEqual(['abe', 'c', 'd'])
  })

  test('a short title whose abstract grew is the same paper', () => {
    const title = 'Pointer Networks'
    const abstract =
      'We introduce a new neural architecture to learn the conditional probability of an output. '.repeat(3)
    expect(
      names([anItem('a', { title, abstract }), anItem('b', { title, abstract: `${abstract} More.` })]),
    ).toEqual(['ab'])
  })

  test('does not depend on the order, and groups once for all', () => {
    const item = fc.record({
      arxivId: fc.option(fc.constantFrom('2601.00001', '2601.00002', '2601.00003')),
      doi: fc.option(fc.constantFrom('10.1000/a', '10.1000/b')),
      title: fc.constantFrom('One Title of Five Words', 'Another Title of Five Words', 'Short'),
      abstract: fc.option(fc.constantFrom('x', 'y')),
    })
    const items = fc
      .array(fc.tuple(item, fc.constantFrom('2025', '2026')), { maxLength: 10 })
      .map((list) => list.map(([fields, seen], at) => anItem(`${at},`, fields, seen)))
    const shuffled = items.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const groups = groupFacts(list)
        expect(names(other)).toEqual(names(list))
        expect(groups.flat()).toHaveLength(list.length)
        for (const group of groups) expect(group.length === 0 || groupFacts(group).length <= 1).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('groups five thousand records that share one title in little time', () => {
    const start = performance.now()
    const items = Array.from({ length: 5_000 }, (_, at) =>
      anItem(`${at} `, at % 2 ? {} : { arxivId: `2601.${10_000 + at}` }),
    )
    expect(groupFacts(items)).toHaveLength(2_500)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('identityKeys', () => {
  const keys = (item: Item) => identityKeys(item.facts).map((key) => key.replace(/:.*/, ''))

  test('records that may be the same paper share a key', () => {
    expect(keys(anItem('a', { arxivId: '2601.00001', doi: '10.1000/x' }))).toEqual(['arxiv', 'doi', 'title'])
    expect(keys(anItem('a'))).toEqual(['title'])
    expect(keys(anItem('a', { title: 'Short' }))).toEqual(['title'])
    expect(keys(anItem('a', { title: 'Short', doi: '10.1000/x' }))).toEqual(['doi'])
  })
})
