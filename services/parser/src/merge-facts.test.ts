import type { RecordFacts } from '@paperboy/contracts'
import { aRecordFacts } from '@paperboy/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeFacts } from './merge-facts.ts'
import { samePaperFacts } from './same-facts.ts'

const someFacts = (fields: Partial<RecordFacts> = {}): RecordFacts =>
  aRecordFacts({ title: 'T', abstract: null, ...fields })
const old = '2025-01-01T00:00:00.000Z'
const recent = '2026-01-01T00:00:00.000Z'

describe('mergeFacts', () => {
  test('the longer abstract stays among sources without an update time', () => {
    expect(
      mergeFacts([someFacts({ abstract: 'short' }), someFacts({ abstract: 'much longer' })]).abstract,
    ).toBe('much longer')
  })

  test('the newest source wins, but not with an empty field', () => {
    const merged = mergeFacts([
      someFacts({ abstract: 'a long page text', authors: [{ name: 'P' }] }),
      someFacts({ updatedAt: old, title: 'Old', abstract: 'old', doi: '10.1000/x' }),
      someFacts({ updatedAt: recent, title: 'New', abstract: 'new' }),
    ])
    expect(merged).toMatchObject({
      title: 'New',
      abstract: 'new',
      doi: '10.1000/x',
      authors: [{ name: 'P' }],
    })
  })

  test('a title is not all capitals where another way of writing it is known', () => {
    expect(mergeFacts([someFacts({ title: 'A TITLE' }), someFacts({ title: 'A Title' })]).title).toBe(
      'A Title',
    )
  })

  test('links are united, upvotes are the most, the date the earliest', () => {
    const merged = mergeFacts([
      someFacts({ links: ['https://b.org'], upvotes: 5, publishedAt: recent }),
      someFacts({ links: ['https://a.org', 'https://b.org'], upvotes: 3, publishedAt: old, abstract: 'x' }),
    ])
    expect(merged).toMatchObject({ links: ['https://a.org', 'https://b.org'], upvotes: 5, publishedAt: old })
  })

  test('depends neither on order nor on repetition', () => {
    const text = fc.constantFrom('a', 'A', 'b', 'bb', 'AA')
    const facts = fc
      .record({
        title: text,
        abstract: fc.option(text),
        authors: fc.array(
          text.map((name) => ({ name })),
          { maxLength: 2 },
        ),
        doi: fc.option(text),
        links: fc.array(text, { maxLength: 3 }),
        codeUrls: fc.array(text, { maxLength: 3 }),
        upvotes: fc.option(fc.nat(3)),
        publishedAt: fc.option(fc.constantFrom(old, recent)),
        updatedAt: fc.option(fc.constantFrom(old, recent)),
      })
      .map((fields) => someFacts(fields))
    const shuffled = fc
      .array(facts, { minLength: 1, maxLength: 6 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
      )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(mergeFacts(other)).toEqual(mergeFacts(list))
      }),
    )
  })
})

describe('samePaperFacts', () => {
  const paper = mergeFacts([
    someFacts({ title: 'A Title', abstract: 'x', links: ['https://a.org', 'https://b.org'] }),
  ])

  test('capitals of the title, upvotes and the order of links are no facts', () => {
    expect(
      samePaperFacts(paper, { ...paper, title: 'a TITLE', upvotes: 9, links: paper.links.toReversed() }),
    ).toBe(true)
  })

  test.each([
    { title: 'A Titel' },
    { abstract: 'X' },
    { doi: '10.1000/x' },
    { links: [] },
    { authors: [{ name: 'A' }] },
  ])('%j is a change', (fields) => {
    expect(samePaperFacts(paper, { ...paper, ...fields })).toBe(false)
  })
})
