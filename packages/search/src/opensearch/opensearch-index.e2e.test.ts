import { Client } from '@opensearch-project/opensearch'
import { createLogger } from '@paperboy/service-kit'
import { afterAll, expect, test } from 'vitest'
import { openIndex } from '../open-index.ts'
import { describePaperIndex } from '../paper-index.suite.ts'
import { aDocument, put } from '../suite/documents.ts'
import { generatedDocuments } from '../suite/generated.ts'

const engine = process.env.TEST_OPENSEARCH_URL
if (!engine)
  throw new Error('TEST_OPENSEARCH_URL is missing: it names the OpenSearch node that these tests use.')
const log = createLogger('test', 'silent')
const run = `t${Date.now().toString(36)}`
let prefixes = 0
const url = () => `${engine.replace(/\/$/, '')}/${run}-${++prefixes}`

const client = new Client({ node: engine })
afterAll(async () => {
  await client.indices.delete({ index: `${run}-*` })
  await client.close()
})

describePaperIndex('opensearch', (options) => openIndex(url(), { log, ...options }))

test('a write to a generation that was dropped creates nothing', async () => {
  const { index, admin, close } = await openIndex(url(), { log })
  const generation = await admin.create()
  await admin.drop(generation)
  await expect(index.write([put(aDocument(1))], { index: generation })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  expect(await admin.list()).toEqual([])
  await close()
})

test('a snapshot that the engine lost is an expired cursor; too many snapshots are a reason to wait', async () => {
  const { index, admin, close } = await openIndex(url(), { log })
  await admin.promote(await admin.create())
  await index.write(Array.from({ length: 30 }, (_, n) => put(aDocument(n))))
  await index.refresh()
  const request = { sort: 'trending', limit: 10 } as const
  const first = await index.search(request)
  const second = await index.search({ ...request, cursor: first.nextCursor! })
  await client.deleteAllPits()
  await expect(index.search({ ...request, cursor: second.nextCursor! })).rejects.toMatchObject({
    code: 'CURSOR_EXPIRED',
  })
  await client.cluster.putSettings({ body: { transient: { 'search.max_open_pit_context': 0 } } as never })
  await expect(index.search({ ...request, cursor: first.nextCursor! })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    retryAfterSeconds: 60,
  })
  await client.cluster.putSettings({ body: { transient: { 'search.max_open_pit_context': null } } as never })
  await close()
})

test.each([
  ['nobody tells of changes', () => undefined],
  ['changes are told of', (stamp: () => number) => stamp],
])('what another process wrote decides at once which papers match, where %s', async (_, told) => {
  const at = url()
  let changes = 0
  const written = async (from: number, count: number, title: string) => {
    const papers = Array.from({ length: count }, (__, n) => put(aDocument(from + n, { title })))
    await indexer.index.write(papers)
    await indexer.index.refresh()
    changes++
  }
  const indexer = await openIndex(at, { log })
  const gateway = await openIndex(at, { log, stamp: told(() => changes) })
  const find = (q: string) => gateway.index.search({ q, sort: 'relevance', limit: 50 })
  const generation = await indexer.admin.create()
  await indexer.admin.promote(generation)
  await written(0, 3, 'Graph attention (GAT) with an auto-encoder')
  await written(10, 1, 'On graph attention')
  expect((await find('auto-encoder')).total).toBe(3)
  expect((await find('gat')).total).toBe(4)
  expect((await find('graph atention')).didYouMean).toBe('graph attention')
  await written(20, 1, 'An autoencoder')
  expect((await find('auto-encoder')).total).toBe(4)
  await written(30, 1, 'The Atention corporation')
  expect((await find('graph atention')).didYouMean).toBeUndefined()
  await written(40, 40, 'The gat of a ship')
  expect((await find('gat')).total).toBe(43)
  await indexer.admin.drop(generation)
  await Promise.all([indexer.close(), gateway.close()])
})

test('both engines complete the same words in the same way', async () => {
  const [{ index, admin, close }, other] = await Promise.all([
    openIndex(url(), { log }),
    openIndex('sqlite::memory:', { log }),
  ])
  const documents = generatedDocuments(600)
  for (const opened of [{ index, admin }, other]) {
    await opened.admin.promote(await opened.admin.create())
    await opened.index.write(documents.map((document) => put(document)))
    await opened.index.refresh()
  }
  const typed = documents.slice(0, 150).map(({ title }, n) => title.slice(0, 1 + (n % 12)))
  for (const q of [...typed, 'grapj ne', 'langauge', 'state of t', 'graph sparse d']) {
    const found = await index.suggest(q, 10)
    expect(found, q).toEqual(await other.index.suggest(q, 10))
  }
  expect(await index.suggest('langauge', 10)).not.toEqual([])
  await Promise.all([close(), other.close()])
})

test('an engine that is not there is unavailable, soon', async () => {
  const { index, admin, close } = await openIndex('http://127.0.0.1:9', { log })
  const away = { code: 'UNAVAILABLE', retryable: true }
  await expect(admin.ping()).rejects.toMatchObject(away)
  await expect(admin.current()).rejects.toMatchObject(away)
  await expect(index.search({ sort: 'trending', limit: 1 })).rejects.toMatchObject(away)
  await expect(index.write([put(aDocument(1))])).rejects.toMatchObject(away)
  await close()
})
