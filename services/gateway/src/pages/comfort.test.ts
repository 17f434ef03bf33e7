import { expect, test } from 'vitest'
import { aGateway, aPaper, type Given } from '../a-gateway.suite.ts'

const days = [
  { date: '2026-11-24', papers: 220 },
  { date: '2026-02-28', papers: 1 },
  { date: '2019-07-01', papers: 3 },
]
type Asked = { limit: number; before?: string; after?: string }
const listed = async ({ limit, before = '9', after }: Asked) => {
  const there = days.filter(({ date }) => date < before && (!after || date > after))
  return after ? there.slice(-limit) : there.slice(0, limit)
}

function site(given: Given = {}) {
  return aGateway({
    index: {
      search: async ({ facets }) => ({
        total: 3,
        hits: [{ id: 'p1', score: 1 }],
        nextCursor: null,
        ...(facets && {
          facets: {
            category: [{ value: 'cs.LG', count: 2 }],
            month: [
              { value: '2026-02', count: 1 },
              { value: '2024-02', count: 2 },
            ],
          },
        }),
      }),
      similar: async () => [],
      suggest: async () => [],
    },
    papers: { byIds: async (ids) => ids.map((id) => aPaper({ id })), find: async (id) => aPaper({ id }) },
    digests: { list: listed, byDate: async () => [aPaper()] },
    ...given,
  })
}

const app = await site()

test('search engines are told where to look and where not', async () => {
  const open = await site({ settings: { publicUrl: 'https://papers.example/' } })
  const robots = await open.inject('/robots.txt')
  expect(robots.body).toContain('Disallow: /operator\n')
  expect(robots.body).toContain('Sitemap: https://papers.example/sitemap.xml\n')
  const { headers, body } = await open.inject('/sitemap.xml')
  expect(headers['content-type']).toBe('application/xml; charset=utf-8')
  expect(body).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<urlset /)
  expect([...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, path]) => path)).toEqual([
    'https://papers.example/',
    'https://papers.example/digest/2026-11-24',
    'https://papers.example/digest/2026-02-28',
    'https://papers.example/digest/2019-07-01',
  ])
})

test('a search is narrowed by category and by month, leap years too', async () => {
  const { body } = await app.inject('/?q=deep')
  expect(body).toContain('href="/?q=deep+category%3Acs.LG"')
  expect(body).toContain('href="/?q=deep&amp;from=2026-02-01&amp;to=2026-02-28"')
  expect(body).toContain('href="/?q=deep&amp;from=2024-02-01&amp;to=2024-02-29"')
})

test('what a search is narrowed by already is not offered again, nor where nobody searched', async () => {
  const narrowed = await app.inject('/?q=deep+category:cs.LG&from=2026-02-01')
  expect(narrowed.body).not.toContain('aria-label="Narrow the search"')
  expect((await app.inject('/')).body).not.toContain('aria-label="Narrow the search"')
})

test('the days of all months are on one page', async () => {
  const { body } = await app.inject('/days')
  expect(body).toContain('November 2026</h2>')
  expect(body).toContain('href="/digest/2026-02-28"')
  expect(body).toContain('Each day with the number of its papers.')
})

test('a day leads to the next days that have papers, however far away', async () => {
  const { body } = await app.inject('/digest/2026-02-28')
  expect(body).toContain('<a class="out" href="/digest/2019-07-01">← 1 Jul 2019</a>')
  expect(body).toContain('<a class="out" href="/digest/2026-11-24">24 Nov 2026 →</a>')
  expect(body).toContain('<link rel="prev" href="/digest/2019-07-01">')
  expect(body).toContain('<link rel="next" href="/digest/2026-11-24">')
  expect(body).toContain('1 paper</p>')
  expect(body).toMatch(/28 Feb <small>[\s\S]*1 Jul 2019 <small>/)
  const first = (await app.inject('/digest/2019-07-01')).body
  expect(first).not.toContain('rel="prev"')
  expect(first).toContain('28 Feb 2026 →')
})

test('a thousand days are on one page, and lead to those before', async () => {
  const many = (limit: number, until: string) =>
    Array.from({ length: limit }, (_, back) => ({
      date: new Date(Date.parse(until) - (back + 1) * 86_400_000).toISOString().slice(0, 10),
      papers: 1,
    }))
  const list = async ({ limit, before = '2026-01-01' }: Asked) => many(limit, before)
  const old = await site({ digests: { list, byDate: async () => [aPaper()] } })
  const older = (body: string) => /href="(\/days\?before=[\d-]+)">Older days/.exec(body)?.[1] ?? ''
  const first = (await old.inject('/days')).body
  expect(first.match(/href="\/digest\//g)).toHaveLength(1_000)
  const second = (await old.inject(older(first))).body
  expect(second).toContain('The newest days')
  const days = (body: string) => [...body.matchAll(/\/digest\/([\d-]+)/g)].map(([, day]) => day ?? '')
  expect(days(second)[0]).toBe(
    new Date(Date.parse(days(first).at(-1) ?? '') - 86_400_000).toISOString().slice(0, 10),
  )
})

test('where a paper stood is drawn over time, one day is said in words', async () => {
  const two = [
    { date: '2026-11-20', rank: 9 },
    { date: '2026-11-23', rank: null },
    { date: '2026-11-24', rank: 1 },
  ]
  const stood: Record<string, typeof two> = { drawn: two, one: two.slice(0, 1) }
  const other = await site({ appearances: async (id) => stood[id] ?? [] })
  const pageOf = async (id: string) => (await other.inject(`/papers/${id}`)).body
  const drawn = await pageOf('drawn')
  expect(drawn).toContain('points="6,54 294,6"')
  expect(drawn).toContain('On 3 days')
  expect(drawn).toContain('Its best: place 1 on 24 November 2026.')
  const one = await pageOf('one')
  expect(one).not.toContain('class="ranks"')
  expect(one).toContain('20 November 2026</a>, place 9.')
  expect(await pageOf('none')).not.toContain('Where it appeared')
})

test('a paper page is there while its appearances cannot be read', async () => {
  const appearances = async () => {
    throw new Error('away')
  }
  expect((await (await site({ appearances })).inject('/papers/p1')).statusCode).toBe(200)
})
