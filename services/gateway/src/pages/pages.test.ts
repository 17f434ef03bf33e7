import { AppError } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { aGateway, aPaper, type Given } from '../a-gateway.suite.ts'

const evil = '<script>alert(1)</script>"\'&'
const days = [{ date: '2026-11-24', papers: 220 }]

function site(given: Given = {}) {
  return aGateway({
    index: {
      search: async ({ q, cursor }) => ({
        total: 41,
        hits: [
          {
            id: 'p1',
            score: 1,
            ...(q && { highlight: { title: `<mark>${'A'}</mark> &amp; B`, abstract: ['x <mark>y</mark>'] } }),
          },
        ],
        nextCursor: cursor ? null : 'NEXT',
      }),
      similar: async () => [{ id: 'p2', score: 1 }],
      suggest: async () => [],
    },
    papers: {
      byIds: async (ids) =>
        ids.map((id) => aPaper({ id, codeUrls: ['https://github.com/a/b', 'javascript:alert(1)'] })),
      find: async (id) =>
        id === 'nix'
          ? null
          : aPaper({
              id: 'p1',
              title: evil,
              abstract: evil,
              authors: [{ name: evil }],
              url: 'javascript:alert(1)',
            }),
    },
    digests: { list: async () => days, byDate: async (date) => (date === '2026-11-24' ? [aPaper()] : null) },
    ...given,
  })
}
const app = await site()

test('the home page lists what is trending and where to go from there', async () => {
  const { body, headers } = await app.inject('/')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(body).toContain('<html lang="en">')
  expect(body).toContain('href="/papers/p1"')
  expect(body).toContain('41 papers')
  expect(body).toContain('href="/digest/2026-11-24"')
  expect(body).toContain('href="/?cursor=NEXT"')
  expect(body).toContain('href="https://github.com/a/b"')
  expect(body).not.toContain('javascript:')
  expect(body.match(/<script[^>]*>/g)).toEqual([
    expect.stringMatching(/^<script type="module" src="\/assets\/site-\w+\.js">$/),
  ])
  expect(body).not.toMatch(/style=|onclick/)
})

test('empty fields of the form and strangers in the address do not matter', async () => {
  const { statusCode, body } = await app.inject('/?q=deep&from=&to=&sort=&utm_source=mail')
  expect(statusCode).toBe(200)
  expect(body).toContain('value="deep"')
  expect(body).toContain('href="/?q=deep&amp;cursor=NEXT"')
  expect(body).toContain('href="/feeds?q=deep"')
})

test('the true name of a search has no empty fields', async () => {
  const named = await site({ settings: { publicUrl: 'https://papers.example' } })
  const { body } = await named.inject('/?q=deep&from=&to=&sort=')
  expect(body).toContain('<link rel="canonical" href="https://papers.example/">')
})

test('what matched is marked, and nothing else of it is HTML', async () => {
  const { body } = await app.inject('/?q=a')
  expect(body).toContain('<mark>A</mark> &amp; B')
  expect(body).toContain('x <mark>y</mark> …</p>')
})

test('what a reader typed comes back escaped', async () => {
  const { body } = await app.inject(`/?q=${encodeURIComponent(evil)}`)
  expect(body).not.toContain('<script>')
  expect(body).toContain('&lt;script&gt;')
})

test('a paper page shows hostile text as text', async () => {
  const { body } = await app.inject('/papers/p1')
  expect(body).not.toContain('<script>')
  expect(body).not.toContain('href="javascript:')
  expect(body).toContain('<h1>&lt;script&gt;')
  expect(body).toContain('href="/papers/p2"')
})

test('a text that is not in English says in which language it is', async () => {
  const german = aPaper({ title: 'Über Zeitungen', language: 'de' })
  const papers = { find: async () => german, byIds: async () => [german] }
  const { body } = await (await aGateway({ papers })).inject(`/papers/${german.id}`)
  expect(body).toContain('<h1 lang="de">Über Zeitungen</h1>')
  expect(body).toContain('<p class="abstract" lang="de">')
  const hits = { total: 1, hits: [{ id: german.id, score: null }], nextCursor: null }
  const index = { search: async () => hits, similar: async () => [], suggest: async () => [] }
  const list = await (await aGateway({ papers, index })).inject('/')
  expect(list.body).toContain('<h2 lang="de"><a')
})

test('another name of a paper leads to its page', async () => {
  const { statusCode, headers } = await app.inject('/papers/cs/0112017v1')
  expect([statusCode, headers.location]).toEqual([302, '/papers/p1'])
})

test('a day has its page, another day has none', async () => {
  expect((await app.inject('/digest/2026-11-24')).body).toContain('24 November 2026')
  for (const url of ['/digest/2026-11-23', '/digest/nonsense', '/papers/nix']) {
    const { statusCode, headers } = await app.inject(url)
    expect(statusCode).toBe(404)
    expect(headers['content-type']).toContain('text/html')
  }
})

test.each(['/?from=2026-02-30', '/?sort=best', '/?from=2026-02-02&to=2026-02-01', `/?q=${'x'.repeat(501)}`])(
  '%s is explained on a page',
  async (url) => {
    const { statusCode, headers } = await app.inject(url)
    expect(statusCode).toBe(400)
    expect(headers['content-type']).toContain('text/html')
  },
)

test('a page of results that has expired leads back to the first', async () => {
  const expired = async () => {
    throw new AppError('CURSOR_EXPIRED', 'expired')
  }
  const index = { search: expired, similar: async () => [], suggest: async () => [] }
  const { statusCode, body } = await (await site({ index })).inject('/?q=deep&cursor=old')
  expect(statusCode).toBe(410)
  expect(body).toContain('href="/?q=deep"')
})

test('while search is away the home page says so, and a paper page does without', async () => {
  const away = async () => {
    throw new AppError('UNAVAILABLE', 'connect ECONNREFUSED 10.1.2.3')
  }
  const other = await site({ index: { search: away, similar: away, suggest: away } })
  const home = await other.inject('/')
  expect([home.statusCode, home.headers['retry-after']]).toEqual([503, '5'])
  expect(home.body).not.toContain('10.1.2.3')
  expect((await other.inject('/papers/p1')).statusCode).toBe(200)
})

test('style sheet, icon and script may be kept for ever under their names', async () => {
  const { body } = await app.inject('/')
  const links = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, link]) => link ?? '')
  expect(new Set(links).size).toBe(3)
  for (const link of new Set(links)) {
    const { statusCode, headers } = await app.inject(link)
    expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
})

test('an empty Paperboy and a search without a hit say so', async () => {
  const search = async () => ({ total: 0, hits: [], nextCursor: null })
  const empty = await site({ index: { search, similar: async () => [], suggest: async () => [] } })
  expect((await empty.inject('/')).body).toContain('No papers yet')
  expect((await empty.inject('/?q=x')).body).toContain('Nothing matches')
})
