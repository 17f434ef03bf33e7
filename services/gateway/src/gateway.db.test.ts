import { gzipSync } from 'node:zlib'
import { createDatabase, migrate, paperWriter } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import { openIndex } from '@paperboy/search'
import { createLogger, createMetrics } from '@paperboy/service-kit'
import { aRecordFacts, aSearchDocument, createTestDatabase } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEY } from './a-gateway.suite.ts'
import { startGateway } from './start-gateway.ts'

const SEEN = new Date('2026-11-24T00:00:00Z')
const papers = [
  { id: 'vae', title: 'Variational Autoencoders in Depth', doi: '10.1000/vae/1', arxivId: '1706.03762' },
  { id: 'loss', title: 'Generated Loss in Variational Autoencoders', doi: null, arxivId: 'cs/0112017' },
  { id: 'cats', title: 'On the Nature of Cats', doi: null, arxivId: null },
]

const stack = new AsyncDisposableStack()
let url = ''

beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  const db = stack.use(createDatabase(database.url, { max: 4 }))
  const log = createLogger('gateway', 'silent')
  const search = stack.adopt(await openIndex('sqlite::memory:', { log }), (it) => it.close())
  const queue = stack.adopt(await openQueue(database.url, { log }), (it) => it.close())
  const rows = papers.map(({ id, ...facts }) => ({
    ...{ id, version: 1, firstSeenAt: SEEN, lastSeenAt: SEEN, trending: 0, withdrawnAt: null },
    facts: {
      ...aRecordFacts({ ...facts, codeUrls: id === 'vae' ? ['https://github.com/a/vae'] : [] }),
      language: null,
    },
  }))
  await db.transaction().execute((tx) => paperWriter(tx).insertPapers(rows))
  const index = await search.admin.create()
  await search.admin.promote(index)
  await search.index.write(
    papers.map(({ id, title }) => {
      const document = aSearchDocument({ id, title, codeHosts: id === 'vae' ? ['github.com'] : [] })
      return { kind: 'put' as const, id, version: 1, document }
    }),
  )
  await search.index.refresh()
  const gateway = await startGateway({
    ...{
      db,
      queue,
      search,
      log,
      metrics: createMetrics('gateway'),
      host: '127.0.0.1',
      port: 0,
      operatorKey: KEY,
    },
    ...{ maxDumpBytes: 5_000_000, maxInflatedBytes: 9_000_000, rateLimitPerMinute: 600 },
  })
  stack.use(gateway)
  url = gateway.url
})
afterAll(() => stack.disposeAsync())

const headers = { authorization: `Bearer ${KEY}` }
// biome-ignore lint/suspicious/noExplicitAny: bodies are checked against their schemas in the tests of the routes.
const get = async (path: string): Promise<any> => (await fetch(`${url}${path}`, { headers })).json()
const feed = (body: Uint8Array<ArrayBuffer> | string, query = '', more = {}) =>
  fetch(`${url}/v1/dumps${query}`, { method: 'POST', body, headers: { ...headers, ...more } })

test('everything it needs is there', async () => {
  expect(await get('/readyz')).toEqual({ status: 'ready' })
})

test('a search finds papers, with marks and exact totals', async () => {
  const page = await get('/v1/papers?q=variational&highlight=true&facets=codeHost')
  expect(page.total).toBe(2)
  expect(page.items[0].highlight.title).toContain('<mark>Variational</mark>')
  expect(page.facets.codeHost).toEqual([{ value: 'github.com', count: 1 }])
})

test('filters hold', async () => {
  expect((await get('/v1/papers?hasCode=true')).items).toMatchObject([{ id: 'vae' }])
  expect((await get('/v1/papers?from=2026-11-25')).total).toBe(0)
  expect((await get('/v1/papers?from=2026-11-24&to=2026-11-24')).total).toBe(3)
})

test('cursors visit every paper once, and belong to their query', async () => {
  const seen: string[] = []
  let path: string | null = '/v1/papers?limit=1'
  let first = ''
  while (path) {
    const page = await get(path)
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    first ||= page.nextCursor
    path = page.nextCursor && `/v1/papers?limit=1&cursor=${page.nextCursor}`
  }
  expect(seen.sort()).toEqual(['cats', 'loss', 'vae'])
  expect(await get(`/v1/papers?q=cats&cursor=${first}`)).toMatchObject({ code: 'CURSOR_MISMATCH' })
})

test.each([
  ['vae', 'vae'],
  ['1706.03762v5', 'vae'],
  ['10.1000/VAE/1', 'vae'],
  ['10.1000%2Fvae%2F1', 'vae'],
  ['cs/0112017v2', 'loss'],
  ['cs%2F0112017', 'loss'],
])('%s is the paper %s', async (reference, id) => {
  expect(await get(`/v1/papers/${reference}`)).toMatchObject({ id })
})

test('similar papers and suggestions', async () => {
  expect((await get('/v1/papers/vae/similar')).items[0]).toMatchObject({ id: 'loss' })
  expect((await get('/v1/suggest?q=natu')).items).toEqual([{ text: 'On the Nature of Cats' }])
})

test('days have their papers', async () => {
  expect(await get('/v1/digests')).toEqual({ items: [{ date: '2026-11-24', papers: 3 }] })
  expect((await get('/v1/digests/2026-11-24')).items).toHaveLength(3)
  expect(await get('/v1/digests/2026-11-23')).toMatchObject({ code: 'NOT_FOUND' })
})

test('a dump is stored once, whatever way it is sent, and comes back as it was', async () => {
  const bytes = Buffer.from(`Title\n${'x'.repeat(3_000_000)}\n`)
  const first = await feed(bytes, '?filename=a.txt')
  const second = await feed(gzipSync(bytes), '?filename=b.txt', { 'content-encoding': 'gzip' })
  expect([first.status, second.status]).toEqual([202, 200])
  const { id } = (await first.json()) as { id: string }
  expect(await second.json()).toMatchObject({ id, duplicate: true, filename: 'a.txt', bytes: bytes.length })
  const raw = await fetch(`${url}/v1/dumps/${id}/raw`, { headers })
  expect(Buffer.from(await raw.arrayBuffer()).equals(bytes)).toBe(true)
  expect(await get(`/v1/dumps/${id}`)).toMatchObject({ id, status: 'received' })
  expect(await get(`/v1/dumps/${id}/rejects`)).toEqual({ items: [], nextCursor: null })
  expect((await get('/v1/queue')).items[0]).toMatchObject({ name: 'dump.split', waiting: 1 })
  const replay = await fetch(`${url}/v1/dumps/${id}/replay`, { method: 'POST', headers })
  expect(replay.status).toBe(202)
})

test('a dump too large is refused and leaves nothing', async () => {
  const before = (await get('/v1/dumps')).items.length
  const response = await feed(gzipSync(Buffer.alloc(5_000_001)), '', { 'content-encoding': 'gzip' })
  expect([response.status, (await get('/v1/dumps')).items.length]).toEqual([413, before])
})

test('outstanding work is announced again', async () => {
  const response = await fetch(`${url}/v1/queue/requeue`, { method: 'POST', headers })
  expect(response.status).toBe(202)
  expect(((await response.json()) as { announced: number }).announced).toBeGreaterThan(0)
})

test('dumps are listed page by page', async () => {
  await feed('another')
  const first = await get('/v1/dumps?limit=1')
  const second = await get(`/v1/dumps?limit=1&cursor=${first.nextCursor}`)
  expect(second.items[0].id).not.toBe(first.items[0].id)
  expect(await get('/v1/dumps?cursor=abc')).toMatchObject({ code: 'BAD_REQUEST' })
  const broken = Buffer.from(JSON.stringify(['\0', '\0'])).toString('base64url')
  expect(await get(`/v1/dumps?cursor=${broken}`)).toMatchObject({ code: 'BAD_REQUEST' })
})
