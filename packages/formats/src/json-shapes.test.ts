import type { SourceRecord } from '@paperboy/contracts'
import { describe, expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

async function* bytesOf(value: unknown) {
  yield Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}
async function open(value: unknown) {
  const dump = await openDump(bytesOf(value), { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
  return { name: dump.format.name, entries: (await Array.fromAsync(dump.entries)) as SourceRecord[] }
}
const work = {
  ...{ DOI: '10.1145/1', title: ['A Work'], URL: 'https://doi.org/10.1145/1', type: 'journal-article' },
  abstract: '<jats:title>Abstract</jats:title><jats:p>We study <jats:italic>x</jats:italic>.</jats:p>',
  author: [{ given: 'Ada', family: 'Byron', sequence: 'first' }],
  issued: { 'date-parts': [[2024, 2, 3]] },
}

describe('works as publishers register them', () => {
  test.each([
    ['a list', 'json', { status: 'ok', message: { 'total-results': 1, items: [work] } }],
    ['one work', 'json-lines', { status: 'ok', message: work }],
    ['lines', 'json-lines', `${JSON.stringify(work)}\n${JSON.stringify(work)}\n`],
  ])('%s', async (_what, format, dump) => {
    const { name, entries } = await open(dump)
    expect(name).toBe(format)
    expect(entries[0]).toMatchObject({
      ...{ title: 'A Work', ids: ['10.1145/1'], url: work.URL, authors: ['Ada Byron'] },
      publishedAt: '2024-02-03',
    })
    expect(entries[0]?.abstract?.replace(/\s+/g, ' ').trim()).toBe('We study x.')
  })
})

test.each([
  ['rows of a data set', { rows: [{ row_idx: 0, row: { title: 'A', abstract: 'We.', year: 2024 } }] }],
  [
    'boxed values',
    { notes: [{ id: 'x', content: { title: { value: 'A' }, abstract: { value: 'We.' }, year: 2024 } }] },
  ],
  ['other names', [{ Paper_Title: 'A', abstractNote: 'We.', Year: '2024' }]],
  [
    'a list two levels down',
    { hitCount: 1, resultList: { result: [{ title: 'A', abstractText: 'We.', year: 2024 }] } },
  ],
])('%s', async (_what, dump) => {
  const { name, entries } = await open(dump)
  expect(name).toBe('json')
  expect(entries).toMatchObject([{ title: 'A', abstract: 'We.', publishedAt: '2024' }])
})

test('the whole date is taken before the year', async () => {
  const { entries } = await open([{ title: 'A', abstract: 'We.', year: 2024, date: '2024-03-05' }])
  expect(entries[0]).toMatchObject({ publishedAt: '2024-03-05', extra: { year: 2024 } })
})

test('an answer on one line is its list, even where it has a title of its own', async () => {
  const { name, entries } = await open({
    title: 'A Feed',
    items: [
      { id: '1', title: 'A' },
      { id: '2', title: 'B' },
    ],
  })
  expect([name, entries.map(({ title }) => title)]).toEqual(['json', ['A', 'B']])
})

describe('Semantic Scholar', () => {
  const paper = { paperId: 'c8b25fab', externalIds: { ArXiv: '2103.14030' }, title: 'Swin', abstract: null }
  test.each([
    ['a bulk answer', { total: 1, token: 'x', data: [paper] }],
    ['recommendations', { recommendedPapers: [paper] }],
    ['references', { offset: 0, data: [{ contexts: [], citedPaper: paper }] }],
    ['citations', { offset: 0, data: [{ citingPaper: paper, isInfluential: true }] }],
  ])('%s', async (_what, dump) => {
    const { name, entries } = await open(dump)
    expect([name, entries[0]?.title, entries[0]?.ids]).toEqual([
      'semantic-scholar',
      'Swin',
      ['2103.14030', 'c8b25fab'],
    ])
  })

  test('full texts, whose titles are places in them', async () => {
    const annotations = { title: '[{"end": "4", "start": "0"}]', abstract: '[{"start":5,"end":14}]' }
    const { name, entries } = await open({
      corpusid: 5,
      externalids: { arxiv: '2103.14030' },
      content: { text: 'Swin We study. More.', annotations },
    })
    expect(name).toBe('semantic-scholar')
    expect(entries).toMatchObject([
      { title: 'Swin', abstract: 'We study.', ids: ['2103.14030', 'CorpusId:5'] },
    ])
  })

  test('authors in the parts of their names', async () => {
    const authors = [{ first: 'Ada', middle: ['B.'], last: 'Byron', suffix: '' }]
    const { entries } = await open({ paper_id: '1', title: 'A', abstract: 'We.', authors, year: '2019' })
    expect(entries).toMatchObject([{ authors: ['Ada B. Byron'], publishedAt: '2019' }])
  })
})

test('OpenAlex: a work without a title is a reject, and the others keep their format', async () => {
  const one = {
    id: 'https://openalex.org/W1',
    doi: 'https://doi.org/10.1/x',
    title: 'A',
    abstract_inverted_index: { We: [0] },
  }
  const { name, entries } = await open(`${JSON.stringify({ ...one, title: null })}\n${JSON.stringify(one)}\n`)
  expect(name).toBe('openalex')
  expect(entries).toMatchObject([{ code: 'MISSING_TITLE' }, { title: 'A', abstract: 'We' }])
})

test.each([
  ['semantic-scholar', { total: 0, token: null, data: [] }],
  ['openalex', { meta: { count: 0 }, results: [], group_by: [] }],
  ['hf-daily', { dailyPapers: [], hasMore: false }],
])('%s: an answer that there is nothing', async (format, dump) => {
  expect(await open(dump)).toEqual({ name: format, entries: [] })
})
