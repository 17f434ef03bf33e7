import type { SourceRecord } from '@paperboy/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseRecord } from './normalise-record.ts'

const jsonl = { name: 'jsonl', abstractRequired: false }
const aRecord = (fields: Partial<SourceRecord> = {}): SourceRecord => ({
  kind: 'record',
  position: 'line 1',
  title: 'A Title',
  ...fields,
})
const factsOf = (fields: Partial<SourceRecord>) => {
  const read = normaliseRecord(aRecord(fields), jsonl)
  if (read.kind !== 'facts') throw new Error(read.reason)
  return read.facts
}

describe('normaliseRecord', () => {
  test('states every fact, empty where the record says nothing', () => {
    expect(factsOf({})).toEqual({
      title: 'A Title',
      abstract: null,
      authors: [],
      arxivId: null,
      doi: null,
      url: null,
      codeUrls: [],
      links: [],
      categories: [],
      publishedAt: null,
      upvotes: null,
      updatedAt: null,
      otherIds: [],
      extra: {},
    })
  })

  test('reads identity from fields and never from a text that speaks of another paper', () => {
    expect(factsOf({ abstract: 'See https://arxiv.org/abs/2601.15621 and doi:10.1000/x.' })).toMatchObject({
      arxivId: null,
      doi: null,
      links: ['https://arxiv.org/abs/2601.15621'],
    })
    expect(
      factsOf({ ids: ['conf:x:1', 'arxiv:2601.15621v2', 'doi:10.1/X'.replace('10.1/', '10.1000/')] }),
    ).toMatchObject({
      arxivId: '2601.15621',
      doi: '10.1000/x',
      otherIds: ['conf:x:1'],
    })
    expect(factsOf({ url: 'https://arxiv.org/abs/2601.15621' })).toMatchObject({ arxivId: '2601.15621' })
  })

  test('a date that is none is kept, a version counts from the epoch', () => {
    expect(factsOf({ publishedAt: 'soon', updatedAt: 'v12' })).toMatchObject({
      publishedAt: null,
      updatedAt: '1970-01-01T00:00:12.000Z',
      extra: { publishedAt: 'soon' },
    })
  })

  test('collects code from the field, the links and the abstract', () => {
    const facts = factsOf({
      codeUrls: ['https://git.example.org/x'],
      links: ['https://github.com/a/b', 'javascript:x'],
      abstract: 'gitlab.com/c/d.',
    })
    expect(facts.codeUrls).toEqual([
      'https://git.example.org/x',
      'https://github.com/a/b',
      'https://gitlab.com/c/d',
    ])
    expect(facts.links).toEqual([
      'https://github.com/a/b',
      'https://git.example.org/x',
      'https://gitlab.com/c/d',
    ])
  })

  test('keeps the beginning of an abstract that is a whole paper, and drops extra that is too large', () => {
    const facts = factsOf({ abstract: 'word '.repeat(5_000), extra: { a: 1 } })
    expect(facts.abstract?.length).toBeLessThanOrEqual(20_000)
    expect(facts.extra).toEqual({ a: 1, abstractChars: 24_999 })
    expect(factsOf({ extra: { big: 'x'.repeat(40_000) } }).extra).toHaveProperty('dropped')
  })

  test.each([
    ['MISSING_TITLE', { title: ' \u200b— ' }, jsonl],
    ['TITLE_TOO_LONG', { title: 'word '.repeat(300) }, jsonl],
    ['MISSING_ABSTRACT', { abstract: ' \n' }, { name: 'trending-page', abstractRequired: true }],
  ])('rejects with %s', (code, fields, format) => {
    expect(normaliseRecord(aRecord(fields), format)).toMatchObject({ kind: 'reject', code })
  })

  test('whatever comes in, Postgres takes what comes out', () => {
    const text = fc.string({ unit: 'binary' })
    const record = fc.record({
      title: text,
      abstract: text,
      authors: fc.array(text),
      ids: fc.array(text),
      url: text,
      publishedAt: text,
      categories: fc.array(text),
      extra: fc.dictionary(text, fc.jsonValue()),
    })
    fc.assert(
      fc.property(record, (fields) => {
        const json = JSON.stringify(
          normaliseRecord(aRecord({ ...fields, title: `t ${fields.title}` } as Partial<SourceRecord>), jsonl),
        )
        expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
    )
  })

  test('NUL and half surrogates go from deep inside extra', () => {
    expect(factsOf({ extra: { 'k\u0000': [{ a: 'x\u0000y\ud800' }] } }).extra).toEqual({
      k: [{ a: 'xy\ufffd' }],
    })
  })
})
