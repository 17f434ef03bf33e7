import type { SourceRecord } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

async function* bytesOf(value: unknown) {
  yield Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}
async function open(value: unknown) {
  const dump = await openDump(bytesOf(value), { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
  const entries = await Array.fromAsync(dump.entries)
  return { name: dump.format.name, date: dump.statedDate, entries: entries as SourceRecord[] }
}

const daily = {
  paper: {
    ...{ id: '2606.00467', title: 'On Limits', summary: 'We study limits.', upvotes: 12 },
    ...{ publishedAt: '2026-05-30T00:00:00.000Z', submittedOnDailyAt: '2026-06-12T00:00:00.000Z' },
    ...{ authors: [{ _id: '1', name: 'Ada Byron' }], githubRepo: 'https://github.com/a/b', githubStars: 7 },
  },
  ...{
    title: 'On Limits',
    numComments: 2,
    submittedBy: { name: 'ada' },
    organization: { fullname: 'Caltech' },
  },
}

test.each([
  ['an answer of the API', [daily]],
  ['the data of the page', { dailyPapers: [daily] }],
])('daily papers: %s', async (_name, dump) => {
  const { name, date, entries } = await open(dump)
  expect([name, date]).toEqual(['hf-daily', '2026-06-12'])
  expect(entries).toMatchObject([
    {
      ...{
        position: 'item 1',
        title: 'On Limits',
        abstract: 'We study limits.',
        ids: ['2606.00467'],
        upvotes: 12,
      },
      ...{
        authors: ['Ada Byron'],
        codeUrls: ['https://github.com/a/b'],
        publishedAt: '2026-05-30T00:00:00.000Z',
      },
      extra: { githubStars: 7, numComments: 2, organization: 'Caltech' },
    },
  ])
  expect(JSON.stringify(entries)).not.toContain('"ada"')
})

test('daily papers: the smaller form of a search', async () => {
  const found = {
    id: '2401.00001',
    title: 'Small',
    thumbnailUrl: 'https://example.org/x.png',
    source: 'arxiv',
  }
  const { name, entries } = await open([found])
  expect([name, entries[0]?.ids]).toEqual(['hf-daily', ['2401.00001']])
})

test.each([
  ['a list answer', (paper: object) => ({ total: 1, offset: 0, data: [paper] })],
  ['JSON Lines', (paper: object) => `${JSON.stringify(paper)}\n${JSON.stringify(paper)}\n`],
])('Semantic Scholar: %s', async (_name, dump) => {
  const { name, entries } = await open(
    dump({
      ...{ paperId: 'c8b25fab', externalIds: { ArXiv: '2103.14030', DOI: '10.1/X', CorpusId: 5 } },
      ...{ title: 'Swin', year: 2021, publicationDate: null, abstract: null, authors: [{ name: 'Ze Liu' }] },
      ...{ openAccessPdf: { url: 'http://arxiv.org/pdf/2103.14030' }, citationCount: 9 },
    }),
  )
  expect(name).toBe('semantic-scholar')
  expect(entries[0]).toMatchObject({
    ...{ title: 'Swin', ids: ['2103.14030', '10.1/X', 'c8b25fab', 'CorpusId:5'], publishedAt: '2021' },
    ...{ authors: ['Ze Liu'], links: ['http://arxiv.org/pdf/2103.14030'], extra: { citationCount: 9 } },
  })
  expect(entries[0]).not.toHaveProperty('abstract')
})

test('Semantic Scholar: the lower-case keys of its datasets', async () => {
  const { name, entries } = await open(
    `${JSON.stringify({ corpusid: 5, externalids: { ArXiv: '2103.14030' }, title: 'Swin', authors: [] })}\n`,
  )
  expect([name, entries[0]?.ids]).toEqual(['semantic-scholar', ['2103.14030', 'CorpusId:5']])
})

test('OpenAlex: the abstract is put together again', async () => {
  const work = {
    ...{ id: 'https://openalex.org/W1', doi: 'https://doi.org/10.1/x', display_name: 'A Work' },
    ...{ publication_date: '2024-02-03', authorships: [{ author: { display_name: 'Ada Byron' } }] },
    abstract_inverted_index: { study: [1], We: [0, 3], limits: [2, 4] },
    primary_location: {
      landing_page_url: 'https://arxiv.org/abs/2103.14030',
      source: { display_name: 'arXiv' },
    },
  }
  const { name, entries } = await open({ meta: { count: 1 }, results: [work] })
  expect(name).toBe('openalex')
  expect(entries[0]).toMatchObject({
    ...{ title: 'A Work', abstract: 'We study limits We limits', authors: ['Ada Byron'] },
    ids: ['https://doi.org/10.1/x', 'https://arxiv.org/abs/2103.14030', 'https://openalex.org/W1'],
  })
  const absurd = await open({ results: [{ ...work, abstract_inverted_index: { x: [1e12] } }] })
  expect(absurd.entries[0]).not.toHaveProperty('abstract')
})

test('Papers with Code: papers and links to code', async () => {
  const url = 'https://paperswithcode.com/paper/a'
  const papers = [
    { paper_url: url, arxiv_id: '1905.1', title: 'A', abstract: 'We.', authors: ['X'], date: '2019-05-01' },
  ]
  const links = [{ paper_url: url, paper_title: 'A', repo_url: 'https://github.com/a/a', is_official: true }]
  expect((await open(papers)).entries[0]).toMatchObject({
    title: 'A',
    ids: ['1905.1'],
    publishedAt: '2019-05-01',
  })
  const { name, entries } = await open(links)
  expect([name, entries[0]?.title, entries[0]?.codeUrls]).toEqual([
    'papers-with-code',
    'A',
    ['https://github.com/a/a'],
  ])
})

test('the arXiv snapshot: names, categories and versions', async () => {
  const entry = {
    ...{
      id: '0704.0001',
      submitter: 'P',
      authors: "C. Bal\\'azs, E. L. Berger",
      title: 'Calculation\n  of X',
    },
    ...{ categories: 'hep-ph cs.AI', doi: '10.1/x', abstract: '  A.\n', update_date: '2008-11-26' },
    versions: [{ version: 'v1', created: 'Mon, 2 Apr 2007 19:18:42 GMT' }, { version: 'v2' }],
    authors_parsed: [
      ["Bal\\'azs", 'C.', ''],
      ['Berger', 'E. L.', 'Jr.'],
    ],
  }
  const { name, entries } = await open(`${JSON.stringify(entry)}\n`)
  expect(name).toBe('arxiv-snapshot')
  expect(entries[0]).toMatchObject({
    ...{ ids: ['0704.0001', '10.1/x'], categories: ['hep-ph', 'cs.AI'], updatedAt: '2008-11-26' },
    authors: ["C. Bal\\'azs", 'E. L. Berger Jr.'],
    publishedAt: 'Mon, 2 Apr 2007 19:18:42 GMT',
  })
})

test('an array of papers with the usual names of fields is read', async () => {
  const { name, entries } = await open([{ title: 'A', abstract: 'We.', id: '2401.00001' }])
  expect([name, entries[0]?.ids]).toEqual(['json', ['2401.00001']])
})

test.each([
  ['titles with nothing known beside them', [{ title: 'A', authors: [], details: { abstract: 'We.' } }]],
  ['settings', { name: 'x', data: [{ key: 1 }] }],
  ['a package', { name: 'left-pad', version: '1.0.0', dependencies: {} }],
])('%s are refused', async (_name, value) => {
  await expect(open(value)).rejects.toMatchObject({
    code: 'DUMP_FORMAT_UNKNOWN',
    message: expect.stringContaining('hf-daily'),
  })
})
