import { expect, test } from 'vitest'
import { aGateway } from '../a-gateway.suite.ts'

const app = await aGateway({ settings: { publicUrl: 'https://papers.example/' } })

/** What a reader copies. */
async function addressesOn(url: string, at = app): Promise<string[]> {
  const { body } = await at.inject(url)
  return [...body.replaceAll('<wbr>', '').matchAll(/<code id="[^"]+">([^<]*)<\/code>/g)].map(([, address]) =>
    (address ?? '').replaceAll('&amp;', '&'),
  )
}

test('without a search the addresses are those of what is trending and of the days', async () => {
  expect(await addressesOn('/feeds')).toEqual([
    'https://papers.example/feeds/trending.atom',
    'https://papers.example/feeds/trending.rss',
    'https://papers.example/feeds/trending.json',
    'https://papers.example/feeds/digests.atom',
    'https://papers.example/feeds/digests.rss',
    'https://papers.example/feeds/digests.json',
  ])
  const { body } = await app.inject('/feeds')
  expect(body).toContain('href="/feeds/trending.atom"')
  expect(body).toContain('<link rel="canonical" href="https://papers.example/feeds">')
  expect(body).not.toContain('noindex')
})

test('the feed of a search has its words and its filters; what is empty or strange is left out', async () => {
  const asked = '/feeds?q=beam+search%26&hasCode=true&from=2026-11-01&to=&sort=newest&utm_source=mail'
  const narrowed = 'q=beam+search%26&from=2026-11-01&hasCode=true'
  expect(await addressesOn(asked)).toEqual(
    ['atom', 'rss', 'json'].map((kind) => `https://papers.example/feeds/search.${kind}?${narrowed}`),
  )
  const { body } = await app.inject(asked)
  expect(body).toContain('<h1>Follow new papers for “beam search&amp;”</h1>')
  expect(body).toContain('Only those with code, seen from 1 Nov 2026.')
  expect(body).toContain('title="Papers for this search" href="/feeds/search.atom?q=beam+search%26&amp;')
  // As with pages of results: one page for search engines.
  expect(body).toContain('<meta name="robots" content="noindex">')
  expect(body).toContain('<link rel="canonical" href="https://papers.example/feeds">')
})

test.each(['/feeds', '/feeds?q=deep+learning', '/feeds?hasCode=true', '/feeds?to=2026-11-24'])(
  'each address of %s is that of a feed, as the feed itself states it',
  async (url) => {
    for (const address of await addressesOn(url)) {
      const { statusCode, body } = await app.inject(address.replace('https://papers.example', ''))
      expect(statusCode, address).toBe(200)
      expect(body.replaceAll('&amp;', '&')).toContain(address)
    }
  },
)

test('without PUBLIC_URL an address begins with the host that was asked', async () => {
  const [first] = await addressesOn('/feeds', await aGateway())
  expect(first).toBe('http://localhost:80/feeds/trending.atom')
})

test('what a reader typed is text', async () => {
  const { body } = await app.inject(`/feeds?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
  expect(body).not.toContain('<script>')
  expect(body).toContain('&lt;script&gt;')
})

test.each(['from=2026-02-30', 'to=soon', 'from=2026-02-02&to=2026-02-01', `q=${'x'.repeat(501)}`])(
  '%s is refused as the list of papers refuses it',
  async (query) => {
    const [feeds, list] = await Promise.all(['/feeds', '/'].map((path) => app.inject(`${path}?${query}`)))
    expect([feeds?.statusCode, list?.statusCode]).toEqual([400, 400])
    const said = (body = '') => /<section class="error">[\s\S]*?<\/section>/.exec(body)?.[0]
    expect(said(feeds?.body)).toBeDefined()
    expect(said(feeds?.body)).toBe(said(list?.body))
  },
)
