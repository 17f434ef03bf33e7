import { expect, test } from 'vitest'
import { aGateway, aPaper } from '../a-gateway.suite.ts'

const hostile = `<b>A</b> & "B" ]]> $a<b$\u0000\u0008\uD800`
const shown = `<b>A</b> & "B" ]]> a<b\uFFFD`
const papers = [
  aPaper({ id: 'old', lastSeenAt: '2026-11-20T00:00:00.000Z', firstSeenAt: '2026-11-20T00:00:00.000Z' }),
  aPaper({
    ...{ id: 'new/1', title: hostile, abstract: hostile, categories: ['cs.<LG>'] },
    ...{ authors: [{ name: 'Ada & Bob' }], lastSeenAt: '2026-11-23T07:30:15.500Z' },
  }),
]
const asked: object[] = []
const app = await aGateway({
  index: {
    search: async (request) => {
      asked.push(request)
      return { total: 2, hits: papers.map(({ id }) => ({ id, score: 1 })), nextCursor: null }
    },
    similar: async () => [],
    suggest: async () => [],
  },
  papers: { byIds: async () => papers, find: async () => null },
  digests: {
    list: async () => [{ date: '2026-11-23', papers: 25 }],
    byDate: async () => papers,
  },
  settings: { publicUrl: 'https://papers.example/' },
})

const types = { atom: 'application/atom+xml', rss: 'application/rss+xml', json: 'application/feed+json' }
const feeds = Object.keys(types).flatMap((format) =>
  [`/feeds/trending.${format}`, `/feeds/search.${format}?q=deep`, `/feeds/digests.${format}`].map((url) => ({
    format: format as keyof typeof types,
    url,
  })),
)

test.each(feeds)('$url says when it changed, and 304 to who knows', async ({ url, format }) => {
  const first = await app.inject(url)
  expect(first.statusCode).toBe(200)
  expect(first.headers['content-type']).toBe(`${types[format]}; charset=utf-8`)
  expect(first.headers['last-modified']).toBe('Mon, 23 Nov 2026 07:30:15 GMT')
  const status = async (headers: Record<string, string>) => (await app.inject({ url, headers })).statusCode
  expect(await status({ 'if-none-match': String(first.headers.etag) })).toBe(304)
  expect(await status({ 'if-modified-since': String(first.headers['last-modified']) })).toBe(304)
  expect(await status({ 'if-modified-since': 'Mon, 23 Nov 2026 07:30:14 GMT' })).toBe(200)
  expect(await status({ 'if-modified-since': 'yesterday' })).toBe(200)
  // The tag knows better than the time.
  const both = { 'if-none-match': '"other"', 'if-modified-since': String(first.headers['last-modified']) }
  expect(await status(both)).toBe(200)
  expect((await app.inject(url)).body).toBe(first.body)
})

test('an Atom feed is escaped, and its updated is that of the newest entry', async () => {
  const { body } = await app.inject('/feeds/trending.atom')
  expect(body).toContain('<updated>2026-11-23T07:30:15.500Z</updated>\n<link rel="self"')
  expect(body).toContain('href="https://papers.example/feeds/trending.atom"')
  expect(body).toContain(
    '<title type="text">&lt;b&gt;A&lt;/b&gt; &amp; &quot;B&quot; ]]&gt; a&lt;b\uFFFD</title>',
  )
  expect(body).toContain('<id>tag:paperboy,2026:paper/new%2F1</id>')
  expect(body).toContain('href="https://papers.example/papers/new%2F1"')
  expect(body).toContain('<author><name>Ada &amp; Bob</name></author>')
  expect(body).toContain('<category term="cs.&lt;LG&gt;"/>')
})

test('an RSS feed has ids that are no links', async () => {
  const { body } = await app.inject('/feeds/search.rss?q=%3Cdeep%3E')
  expect(body).toContain('<guid isPermaLink="false">tag:paperboy,2026:paper/old</guid>')
  expect(body).toContain('<title>Paperboy – &lt;deep&gt;</title>')
  expect(body).toContain('<pubDate>Tue, 24 Nov 2026 00:00:00 GMT</pubDate>')
  expect(asked.at(-1)).toEqual({ q: '<deep>', sort: 'newest', limit: 50 })
})

test('a JSON feed is version 1.1', async () => {
  const feed = (await app.inject('/feeds/search.json?q=deep&limit=2')).json()
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: 'https://papers.example/feeds/search.json?q=deep&limit=2',
    home_page_url: 'https://papers.example/?q=deep',
  })
  expect(feed.items[1]).toMatchObject({
    id: 'tag:paperboy,2026:paper/new%2F1',
    content_text: expect.stringContaining(shown.slice(0, 20)),
    date_published: '2026-11-24T00:00:00.000Z',
    date_modified: '2026-11-23T07:30:15.500Z',
  })
})

test('a day is an entry that names its first papers', async () => {
  const [day] = (await app.inject('/feeds/digests.json')).json().items
  expect(day).toMatchObject({
    url: 'https://papers.example/digest/2026-11-23',
    title: '25 papers of 2026-11-23',
  })
  expect(day.content_text).toMatch(/^1\. A Paper on Something\n2\. .*\n… and 23 more$/s)
})

test.each(['', '%20'])('a search for nothing, "%s", is a feed of all papers', async (q) => {
  const { body, statusCode } = await app.inject(`/feeds/search.atom?q=${q}`)
  expect(statusCode).toBe(200)
  expect(body).toContain('<title>Paperboy – the newest research papers</title>')
  expect(asked.at(-1)).toEqual({ sort: 'newest', limit: 50 })
})

test('the filters of a search are those of its feed, which is another one than without', async () => {
  const { body } = await app.inject('/feeds/search.atom?q=deep&hasCode=true&from=2026-01-01')
  expect(asked.at(-1)).toEqual({ q: 'deep', sort: 'newest', limit: 50, hasCode: true, from: '2026-01-01' })
  const idOf = (feed: string) => /<id>([^<]*)</.exec(feed)?.[1]
  expect(idOf(body)).not.toBe(idOf((await app.inject('/feeds/search.atom?q=deep')).body))
  const turned = await app.inject('/feeds/search.atom?from=2026-01-01&hasCode=true&q=deep')
  expect(idOf(turned.body)).toBe(idOf(body))
  for (const format of ['rss', 'json']) {
    const first = await app.inject(`/feeds/search.${format}?q=deep&hasCode=true`)
    const headers = { 'if-none-match': String(first.headers.etag) }
    const again = await app.inject({ url: `/feeds/search.${format}?q=deep&hasCode=true`, headers })
    expect([first.statusCode, again.statusCode]).toEqual([200, 304])
  }
})

test('an empty feed is a feed, and always the same', async () => {
  const empty = await aGateway()
  const { body, statusCode } = await empty.inject('/feeds/search.atom?q=nothing')
  expect(statusCode).toBe(200)
  expect(body).toContain('<updated>1970-01-01T00:00:00.000Z</updated>')
})

test.each([
  ['/feeds/search.atom', 'q'],
  [`/feeds/search.atom?q=${'a'.repeat(501)}`, 'q'],
  ['/feeds/search.rss?q=deep&from=2026-02-30', 'from'],
  ['/feeds/trending.rss?limit=0', 'limit'],
  ['/feeds/trending.json?page=2', 'page'],
])('%s is refused and names the parameter', async (url, name) => {
  const { statusCode, json } = await app.inject(url)
  expect(statusCode).toBe(400)
  expect(json().message).toMatch(new RegExp(`^${name}\\b`))
})

test('pages say where their feeds are', async () => {
  const { body } = await app.inject('/?q=a%26b')
  expect(body).toContain('type="application/atom+xml" title="Trending papers" href="/feeds/trending.atom"')
  expect(body).toContain('href="/feeds/search.atom?q=a%26b"')
  const filtered = await app.inject('/?q=graphs&hasCode=true&from=&to=2026-11-23&sort=trending')
  expect(filtered.body).toContain('href="/feeds/search.atom?q=graphs&amp;to=2026-11-23&amp;hasCode=true"')
})
