import { expect, test } from 'vitest'
import { aGateway, aPaper, type Given } from '../a-gateway.suite.ts'

const days = [
  { date: '2026-11-24', papers: 220 },
  { date: '2026-02-28', papers: 1 },
]

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
    digests: { list: async () => days, byDate: async () => [aPaper()] },
    ...given,
  })
}

test('search engines are told where to look and where not', async () => {
  const app = await site({ settings: { publicUrl: 'https://papers.example/' } })
  const robots = await app.inject('/robots.txt')
  expect(robots.body).toContain('Disallow: /operator\n')
  expect(robots.body).toContain('Sitemap: https://papers.example/sitemap.xml\n')
  const { headers, body } = await app.inject('/sitemap.xml')
  expect(headers['content-type']).toBe('application/xml; charset=utf-8')
  expect(body).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<urlset /)
  expect([...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, path]) => path)).toEqual([
    'https://papers.example/',
    'https://papers.example/digest/2026-11-24',
    'https://papers.example/digest/2026-02-28',
  ])
})

test('a search is narrowed by category and by month, leap years too', async () => {
  const app = await site()
  const { body } = await app.inject('/?q=deep')
  expect(body).toContain('href="/?q=deep+category%3Acs.LG"')
  expect(body).toContain('href="/?q=deep&amp;from=2026-02-01&amp;to=2026-02-28"')
  expect(body).toContain('href="/?q=deep&amp;from=2024-02-01&amp;to=2024-02-29"')
})

test('what a search is narrowed by already is not offered again, nor where nobody searched', async () => {
  const app = await site()
  const narrowed = await app.inject('/?q=deep+category:cs.LG&from=2026-02-01')
  expect(narrowed.body).not.toContain('aria-label="Narrow the search"')
  expect((await app.inject('/')).body).not.toContain('aria-label="Narrow the search"')
})

test('the days of all months are on one page', async () => {
  const { body } = await (await site()).inject('/days')
  expect(body).toContain('November 2026</h2>')
  expect(body).toContain('href="/digest/2026-02-28"')
})

test('where a paper stood is drawn over time, one day is said in words', async () => {
  const two = [
    { date: '2026-11-20', rank: 9 },
    { date: '2026-11-23', rank: null },
    { date: '2026-11-24', rank: 1 },
  ]
  const drawn = await (await site({ appearances: async () => two })).inject('/papers/p1')
  expect(drawn.body).toContain('points="6,54 294,6"')
  expect(drawn.body).toContain('On 3 days')
  expect(drawn.body).toContain('Its best: place 1 on 24 November 2026.')
  const one = await (await site({ appearances: async () => two.slice(0, 1) })).inject('/papers/p1')
  expect(one.body).not.toContain('class="ranks"')
  expect(one.body).toContain('20 November 2026</a>, place 9.')
  const none = await (await site()).inject('/papers/p1')
  expect(none.body).not.toContain('Where it appeared')
})

test('a paper page is there while its appearances cannot be read', async () => {
  const appearances = async () => {
    throw new Error('away')
  }
  expect((await (await site({ appearances })).inject('/papers/p1')).statusCode).toBe(200)
})
