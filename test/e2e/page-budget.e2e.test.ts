import { request } from 'node:http'
import { waitFor } from '@paperboy/testkit'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DESK, PHONE, startVisitor, type Visitor } from './browser.ts'
import { type System, startEmbedded } from './system.ts'

/** All that the first page needs, compressed as browsers ask for it. */
const FIRST_PAGE_BYTES = 60_000
const TEXT = ['P', 'H1', 'H2', 'A', 'PRE']
const PAGES = ['/', '/?q=variational+autoencoder', '/days', '/feeds', '/feeds?q=graph', '/docs', '/subscribe']

let system: System
let visitor: Visitor

beforeAll(async () => {
  ;[system, visitor] = await Promise.all([startEmbedded({ seeds: true }), startVisitor(() => system.url)])
})
afterAll(async () => {
  await visitor?.close()
  await system?.stop()
})
afterEach(() => visitor.finish())

type Sent = { bytes: number; html: string; policy: string }

/** The bytes that go over the line, as no \`fetch\` tells: it unpacks them. */
function sent(path: string, encoding: string): Promise<Sent> {
  const headers = { 'accept-encoding': encoding, accept: 'text/html' }
  return new Promise((resolve, reject) => {
    request(`${system.url}${path}`, { headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const body = Buffer.concat(parts)
        const policy = String(response.headers['content-security-policy'])
        resolve({ bytes: body.length, html: body.toString(), policy })
      })
    })
      .on('error', reject)
      .end()
  })
}

/** What a browser loads for a page by itself. */
const needs = (html: string) =>
  new Set(
    [
      ...html.matchAll(/(?:<script[^>]*|<img[^>]*|rel="(?:stylesheet|icon)"[^>]*)(?:src|href)="([^"]+)"/g),
    ].map(([, path]) => path ?? ''),
  )

test.each(['br', 'gzip'])('the first page and all it needs are small: %s', async (encoding) => {
  const { html } = await sent('/', 'identity')
  const assets = [...needs(html)]
  expect(assets.map((path) => path.replace(/-\w+\./, '.'))).toEqual(
    expect.arrayContaining(['/assets/site.css', '/assets/site.js', '/assets/icon.svg']),
  )
  const sizes = await Promise.all(['/', ...assets].map(async (path) => (await sent(path, encoding)).bytes))
  expect(sizes.every((bytes) => bytes > 0)).toBe(true)
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(FIRST_PAGE_BYTES)
})

test.each([...PAGES, '/nowhere'])(
  '%s allows nothing inline and nothing of others, and waits for no script',
  async (path) => {
    const { html, policy } = await sent(path, 'identity')
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
    expect(html).not.toMatch(/<[^>]+\s(style|on\w+)=/)
    expect(html).not.toMatch(/<style|<script(?![^>]* type="(module|application\/ld\+json)")/)
  },
)

describe.each([PHONE, DESK])('at $width px', (viewport) => {
  test('nothing moves while a page comes, and its largest part is text', async () => {
    for (const path of PAGES) {
      const page = await visitor.open(path, { viewport })
      await page.waitForLoadState('networkidle')
      const { largest, blocking } = await painted(page)
      expect(await shifted(page), path).toBe(0)
      expect(TEXT, path).toContain(largest)
      expect(blocking, path).toEqual(['css'])
    }
  })

  test('nothing moves while more papers come', async () => {
    const page = await visitor.open('/', { viewport })
    const titles = page.locator('.papers h2')
    await waitFor(
      async () => {
        // As fast as a hand turns a wheel.
        await page.mouse.wheel(0, 400)
        return (await titles.count()) >= 60
      },
      { timeoutMs: 30_000, describe: 'two more pages' },
    )
    expect(await shifted(page)).toBe(0)
  })
})

type Painted = { largest: string; blocking: string[] }

/** What `use` is told of since the page began; a moment later all of it has been told. */
const seen = (type: string, use: string) =>
  `new PerformanceObserver((list) => list.getEntries().forEach(${use})).observe({ type: '${type}', buffered: true })`

/** How far things moved; what a reader asked for by a key or a press is no shift. */
function shifted(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    let shift = 0
    ${seen('layout-shift', '({ value, hadRecentInput }) => { shift += hadRecentInput ? 0 : value }')}
    setTimeout(() => resolve(shift), 100)
  })`)
}

/** Of a page that nobody has touched: whoever scrolls ends the search for its largest part. */
function painted(page: Page): Promise<Painted> {
  return page.evaluate<Painted>(`new Promise((resolve) => {
    let largest = ''
    ${seen('largest-contentful-paint', "({ element }) => { largest = element?.tagName ?? '' }")}
    const blocking = performance.getEntriesByType('resource')
      .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
      .map(({ name }) => name.split('.').at(-1))
    const tell = () => (largest ? resolve({ largest, blocking }) : setTimeout(tell, 100))
    setTimeout(tell, 100)
  })`)
}
