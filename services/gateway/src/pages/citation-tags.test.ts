import { expect, test } from 'vitest'
import { aGateway, aPaper, type Given } from '../a-gateway.suite.ts'

const hostile = '</script><script>alert("1")</script>'
const paper = aPaper({
  id: 'p1',
  title: hostile,
  authors: [{ name: 'Ada "A" Reader' }, { name: 'Bo Writer' }],
  arxivId: '2411.01234',
  doi: '10.1/x',
  url: 'https://example.org/p',
  categories: ['cs.LG'],
})

async function pageOf(given: Given = {}): Promise<string> {
  const settings = { publicUrl: 'https://papers.example/' }
  const papers = { byIds: async () => [paper], find: async () => paper }
  return (await (await aGateway({ papers, settings, ...given })).inject('/papers/p1')).body
}

test('citation managers find what they look for', async () => {
  const tags = [...(await pageOf()).matchAll(/<meta name="citation_(\w+)" content="([^"]*)">/g)]
  expect(tags.map(([, name, content]) => [name, content])).toEqual([
    ['title', '&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'],
    ['author', 'Ada &quot;A&quot; Reader'],
    ['author', 'Bo Writer'],
    ['publication_date', '2024/11'],
    ['doi', '10.1/x'],
    ['arxiv_id', '2411.01234'],
    ['pdf_url', 'https://arxiv.org/pdf/2411.01234'],
    ['abstract', 'We study something.'],
    ['abstract_html_url', 'https://papers.example/papers/p1'],
    ['keywords', 'cs.LG'],
  ])
})

test('search engines read the paper as data that no title can leave', async () => {
  const [block, ...more] =
    (await pageOf()).match(/(?<=<script type="application\/ld\+json">).*?(?=<\/script>)/gs) ?? []
  expect(more).toEqual([])
  expect(JSON.parse(block ?? '')).toEqual({
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    headline: hostile,
    name: hostile,
    author: [
      { '@type': 'Person', name: 'Ada "A" Reader' },
      { '@type': 'Person', name: 'Bo Writer' },
    ],
    abstract: 'We study something.',
    datePublished: '2024-11',
    url: 'https://papers.example/papers/p1',
    sameAs: 'https://example.org/p',
    identifier: { '@type': 'PropertyValue', propertyID: 'DOI', value: '10.1/x' },
    keywords: ['cs.LG'],
  })
})

test('a shared link has a picture under its whole address, kept for ever', async () => {
  const app = await aGateway({ settings: { publicUrl: 'https://papers.example' } })
  const { body } = await app.inject('/')
  const image =
    /property="og:image" content="https:\/\/papers\.example(\/assets\/[^"]+)"/.exec(body)?.[1] ?? ''
  expect(body).toContain('<meta name="twitter:card" content="summary_large_image">')
  const { headers, rawPayload } = await app.inject(image)
  expect([headers['content-type'], headers['cache-control']]).toEqual([
    'image/png',
    'public, max-age=31536000, immutable',
  ])
  // A PNG says its width and height at bytes 16 and 20.
  expect([rawPayload.readUInt32BE(16), rawPayload.readUInt32BE(20)]).toEqual([1200, 630])
  expect((await (await aGateway()).inject('/')).body).not.toContain('og:image')
})
