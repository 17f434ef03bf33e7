import type { SearchRequest } from '@paperboy/contracts'
import type { Listings } from '@paperboy/database'
import { expect, test } from 'vitest'
import { aGateway, aPaper } from '../a-gateway.suite.ts'

const papers = [
  aPaper({
    ...{ id: 'known', arxivId: '2411.01234', title: 'A <b>bold</b>\n title', doi: '10.1000/a&b' },
    ...{
      categories: ['cs.LG', 'stat.ML'],
      authors: [{ name: 'Ada & Bob' }],
      publishedAt: '2024-11-01T09:00:00.000Z',
    },
  }),
  aPaper({ id: 'own-1', abstract: null, publishedAt: '2020-01-01T00:00:00.000Z' }),
]
const TOTAL = 2_500

function arxiv(listings: Partial<Listings> = {}) {
  const searched: SearchRequest[] = []
  const app = aGateway({
    index: {
      async search(request) {
        searched.push(request)
        const from = Number(request.cursor ?? 0)
        const hits = Array.from({ length: Math.min(request.limit, TOTAL - from) }, (_, n) => ({
          ...{ id: `p${from + n}`, score: 1 },
        }))
        const next = from + hits.length
        return { total: TOTAL, hits, nextCursor: next < TOTAL ? String(next) : null }
      },
      similar: async () => [],
      suggest: async () => [],
    },
    papers: {
      byIds: async (ids) => ids.map((id) => papers.find((paper) => paper.id === id) ?? aPaper({ id })),
      find: async () => null,
    },
    listings: {
      daily: async () => [],
      byReferences: async () =>
        new Map(
          papers.flatMap((it) => [
            [it.id, it],
            [it.arxivId ?? it.id, it],
          ]),
        ),
      datedIds: async (ids, { offset, limit }) => ({
        total: ids?.length ?? 0,
        ids: (ids ?? []).slice(offset, offset + limit),
      }),
      exportBatch: async () => [],
      ...listings,
    },
    settings: { publicUrl: 'https://papers.example' },
  })
  return { searched, get: async (query: string) => (await app).inject(`/api/query?${query}`) }
}

const count = (body: string, name: string) =>
  Number(new RegExp(`<opensearch:${name}>(\\d+)<`).exec(body)?.[1])
const ids = (body: string) =>
  [...body.matchAll(/<id>http:\/\/arxiv\.org\/abs\/(.+?)<\/id>/g)].map(([, id]) => id)

test('an id of the old kind is known with the subject of its archive', async () => {
  const old = aPaper({ id: 'ricci', arxivId: 'math/0309136' })
  const listings = {
    byReferences: async (asked: string[]) =>
      new Map(asked.includes('math/0309136') ? [['math/0309136', old]] : []),
  }
  for (const id of ['math.GT/0309136', 'math.GT/0309136v1', 'math/0309136'])
    expect(count((await arxiv(listings).get(`id_list=${id}`)).body, 'totalResults')).toBe(1)
})

test('ids are answered with the version that was asked, escaped, with what the clients need', async () => {
  const { body, headers, statusCode } = await arxiv().get('id_list=2411.01234v2,own-1v1,nix')
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  expect(ids(body)).toEqual(['2411.01234v2', 'own-1v1'])
  expect([count(body, 'totalResults'), count(body, 'startIndex'), count(body, 'itemsPerPage')]).toEqual([
    2, 0, 10,
  ])
  expect(body).toContain('<title>A &lt;b&gt;bold&lt;/b&gt; title</title>')
  expect(body).toContain('<published>2024-11-01T09:00:00.000Z</published>')
  expect(body).toContain('<author><name>Ada &amp; Bob</name></author>')
  expect(body).toContain(
    '<link title="pdf" href="http://arxiv.org/pdf/2411.01234v2" rel="related" type="application/pdf"/>',
  )
  expect(body).toContain('<arxiv:doi>10.1000/a&amp;b</arxiv:doi>')
  expect(body).toContain('<arxiv:primary_category term="cs.LG"')
  // Not on arXiv: when it was first seen, and where it can be read.
  expect(body).toContain('<published>2026-11-24T00:00:00.000Z</published>')
  expect(body).toContain(
    '<link href="https://papers.example/papers/own-1" rel="alternate" type="text/html"/>',
  )
})

test('pages are cut from what matches, best first', async () => {
  const { get, searched } = arxiv()
  const { body } = await get('search_query=ti:x&start=1500&max_results=3')
  expect(ids(body)).toEqual(['p1500v1', 'p1501v1', 'p1502v1'])
  expect(count(body, 'totalResults')).toBe(TOTAL)
  expect(searched.map(({ q, sort, limit, cursor }) => ({ q, sort, limit, cursor }))).toEqual([
    { q: 'title:x', sort: 'relevance', limit: 1000, cursor: undefined },
    { q: 'title:x', sort: 'relevance', limit: 503, cursor: '1000' },
  ])
})

test('what is sorted by date is all that matches, also with ids', async () => {
  const asked: unknown[] = []
  const spy: Partial<Listings> = {
    datedIds: async (given, options) => {
      asked.push([given?.length ?? null, options])
      return { total: 0, ids: [] }
    },
  }
  const { get } = arxiv(spy)
  await get('search_query=ti:x&sortBy=submittedDate&sortOrder=ascending&start=5')
  await get('search_query=ti:x+AND+submittedDate:[20240101+TO+20240102]')
  await get('search_query=ti:x&id_list=own-1')
  await get('search_query=all:*')
  const page = { offset: 0, limit: 10, from: null, to: null }
  expect(asked).toEqual([
    [TOTAL, { ...page, offset: 5, order: 'ascending' }],
    [TOTAL, { ...page, from: new Date('2024-01-01'), to: new Date('2024-01-02T23:59:59.999Z') }],
    [0, page],
    [null, { ...page, order: 'descending' }],
  ])
})

test.each([
  ['start=-1', 'start'],
  ['start=x', 'start'],
  ['max_results=30001', 'max_results'],
  ['sortBy=rank', 'sortBy'],
  ['id_list=cond%E2%80%94mat/0709123', 'id_list'],
])('?%s is an error written as a feed', async (query, name) => {
  const { body, headers, statusCode } = await arxiv().get(query)
  expect(statusCode).toBe(400)
  expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  expect(body).toContain('<id>http://arxiv.org/api/errors#')
  expect(body).toContain('<title>Error</title>')
  expect(body).toMatch(new RegExp(`<summary>${name}\\b`))
})

test('nothing asked, nothing found', async () => {
  const { body, statusCode } = await arxiv().get('search_query=&id_list=&max_results=0')
  expect([statusCode, count(body, 'totalResults'), ids(body)]).toEqual([200, 0, []])
})
