import { inspect } from 'node:util'
import { createDatabase, type Database, followVectors, migrate, paperVectors } from '@paperboy/database'
import { circuit, openEmbeddings } from '@paperboy/search'
import { createLogger, type Log } from '@paperboy/service-kit'
import { createTestDatabase, type EmbeddingsServer, startEmbeddings, waitFor } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepVectors } from './keep-vectors.ts'
import { VectorMaker } from './vector-maker.ts'

const { signal } = new AbortController()
let db: Database
let drop: () => Promise<void>
let server: EmbeddingsServer
let now = 0
beforeEach(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
  server = await startEmbeddings()
})
afterEach(async () => {
  await server.stop()
  await db.destroy()
  await drop()
})

function aMaker(model = 'm') {
  const counts: Record<string, number> = {}
  const breaker = circuit({ failures: 1, firstMs: 2_000, maxMs: 60_000, now: () => now })
  const maker = new VectorMaker({
    vectors: paperVectors(db),
    embeddings: openEmbeddings({ url: server.url, model, key: 'the-secret-key' }),
    circuit: breaker,
    log: createLogger('test', 'silent'),
    count: (outcome, papers) => {
      counts[outcome] = (counts[outcome] ?? 0) + papers
    },
  })
  return { maker, breaker, counts, pass: () => maker.pass(signal) }
}

async function paper(id: string, title: string, abstract: string | null = null): Promise<void> {
  await sql`
    insert into papers (id, title, abstract, authors, code_urls, links, categories, first_seen_at, last_seen_at, trending)
    values (${id}, ${title}, ${abstract}, '[]', '{}', '{}', '{}', now(), now(), 0)
    on conflict (id) do update set title = excluded.title, abstract = excluded.abstract, deleted_at = null,
      version = papers.version + 1`.execute(db)
}
const papers = async (count: number) => {
  for (let n = 0; n < count; n++) await paper(`p${String(n).padStart(3, '0')}`, `Graph kernels ${n}`)
}
const change = (set: ReturnType<typeof sql>) =>
  sql`update papers set ${set}, version = version + 1`.execute(db)
const follow = (after = 0, model = 'm') => followVectors(db, model, { after, limit: 1_000 })
const never = (): never => {
  throw new Error('nobody asks for this')
}
const found = async (model = 'm') =>
  (await follow(0, model)).vectors.flatMap(({ paperId, vector }) => (vector ? [paperId] : [])).sort()
const asked = () => server.asked.flatMap(({ input }) => input)

test('each paper gets a vector of title and abstract, once', async () => {
  await paper('a', 'The $\\alpha$ kernel', 'On graphs.')
  await paper('b', 'Protein folding')
  const { pass, counts } = aMaker()
  expect(await pass()).toBe(2)
  expect(await found()).toEqual(['a', 'b'])
  expect(asked()).toEqual(['The α kernel\nOn graphs.', 'Protein folding'])
  expect(await pass()).toBe(0)
  expect(counts).toEqual({ written: 2, confirmed: 0 })
})

test('a text that changes is embedded again, another change only tells readers', async () => {
  await papers(2)
  const { pass, counts } = aMaker()
  await pass()
  const { place } = await follow()
  await paper('p000', 'Lattice kernels')
  await change(sql`code_urls = '{https://github.com/a/b}'`)
  await pass()
  expect(asked().slice(2)).toEqual(['Lattice kernels'])
  expect(counts).toEqual({ written: 3, confirmed: 1 })
  const { vectors } = await follow(place)
  expect(vectors.map(({ paperId, hasCode }) => [paperId, hasCode]).sort()).toEqual([
    ['p000', true],
    ['p001', true],
  ])
})

test('a paper that is gone is told as gone, and comes back without being embedded again', async () => {
  await papers(2)
  const { pass } = aMaker()
  await pass()
  await sql`update papers set deleted_at = now(), version = version + 1 where id = 'p000'`.execute(db)
  expect(await found()).toEqual(['p001'])
  const { place } = await follow()
  await pass()
  expect((await follow(place)).vectors).toMatchObject([{ paperId: 'p000', vector: null }])
  await paper('p000', 'Graph kernels 0')
  await pass()
  expect(await found()).toEqual(['p000', 'p001'])
  expect(asked()).toHaveLength(2)
})

test('another model makes all vectors anew, and readers of either see only their own', async () => {
  await papers(40)
  await aMaker().pass()
  await aMaker('n').pass()
  expect(await found('n')).toHaveLength(40)
  expect(await found('m')).toEqual([])
  expect(new Set(server.asked.map(({ model }) => model))).toEqual(new Set(['m', 'n']))
})

test('a server that fails is left alone for a while; then the work goes on where it was', async () => {
  await papers(70)
  const { pass, breaker } = aMaker()
  server.behave(() => (server.asked.length > 1 ? { status: 500 } : undefined))
  await pass()
  expect(await found()).toHaveLength(32)
  expect(breaker.leftMs()).toBe(2_000)
  now += 2_000
  server.behave(() => ({ status: 429, headers: { 'retry-after': '30' } }))
  await pass()
  expect(breaker.leftMs()).toBe(30_000)
  now += 30_000
  server.behave(undefined)
  await pass()
  expect(await found()).toHaveLength(70)
  // What was stored before was not asked for again.
  expect(new Set(server.asked.slice(3).flatMap(({ input }) => input)).size).toBe(38)
})

test('one text that is refused keeps no other out, and is asked again when it changes', async () => {
  await papers(10)
  await paper('p003x', 'poison')
  server.behave(({ input }) => (input.some((text) => text.includes('poison')) ? { status: 413 } : undefined))
  const { pass, counts } = aMaker()
  await pass()
  expect(await found()).toHaveLength(10)
  expect(counts.refused).toBe(1)
  server.asked.length = 0
  await pass()
  expect(server.asked).toEqual([])
  await paper('p003x', 'antidote')
  await pass()
  expect(await found()).toHaveLength(11)
})

test.each([1, 5])('%i texts that are always refused, alone or first, are left alone', async (count) => {
  server.behave(({ input }) => (input.some((text) => text.includes('poison')) ? { status: 400 } : undefined))
  for (let n = 0; n < count; n++) await paper(`a${n}`, `poison ${n}`)
  const { pass, counts, breaker } = aMaker()
  await pass()
  expect(counts.refused).toBe(count)
  await paper('p001', 'Graph kernels')
  await paper('a9', 'poison')
  await pass()
  expect(await found()).toEqual(['p001'])
  expect(breaker.isOpen()).toBe(false)
  server.asked.length = 0
  expect(await pass()).toBe(0)
  expect(server.asked).toEqual([])
})

test.each([0, 1])(
  'a server that refuses every text after %i batches is left alone, and no text is blamed',
  async (taken) => {
    await papers(40)
    server.behave(() => (server.asked.length > taken ? { status: 400 } : undefined))
    const { pass, counts, breaker } = aMaker()
    await pass()
    expect(breaker.isOpen()).toBe(true)
    expect(counts.refused).toBeUndefined()
    server.behave(undefined)
    await pass()
    expect(await found()).toHaveLength(40)
  },
)

test('a text that gets garbage again and again while others get vectors is left alone', async () => {
  await paper('a', 'poison')
  const garbage = { body: { data: [] } }
  server.behave(({ input }) => (input.some((text) => text.includes('poison')) ? garbage : undefined))
  const { pass, breaker, counts } = aMaker()
  for (const pauseMs of [2_000, 4_000]) {
    await pass()
    expect(breaker.leftMs()).toBe(pauseMs)
    now += pauseMs
  }
  await pass()
  expect(breaker.isOpen()).toBe(false)
  expect(counts.refused).toBe(1)
  expect(await pass()).toBe(0)
})

test.each([
  ['too few', { data: [] }],
  ['not numbers', '{"data":[{"index":0,"embedding":[NaN]}]}'],
])('vectors that are %s are not stored, and the server is left alone', async (_, body) => {
  await papers(5)
  const { pass, breaker } = aMaker()
  server.behave(() => ({ body }))
  await pass()
  expect(await found()).toEqual([])
  expect(breaker.isOpen()).toBe(true)
  now += 60_000
  server.behave(undefined)
  await pass()
  expect(await found()).toHaveLength(5)
})

test('a paper that changes while it is embedded is embedded again', async () => {
  await papers(1)
  let changed: Promise<void> | undefined
  server.behave(() => {
    changed ??= paper('p000', 'Lattice kernels')
    return undefined
  })
  const { pass } = aMaker()
  await pass()
  await changed
  await waitFor(async () => (await pass()) === 0, { timeoutMs: 20_000, describe: 'nothing left to do' })
  expect(asked()).toEqual(['Graph kernels 0', 'Lattice kernels'])
})

test('of two that keep vectors one is at work, and no log has the key', async () => {
  await papers(60)
  const lines: string[] = []
  const note = (...said: unknown[]) => void lines.push(inspect(said, { depth: 9 }))
  const log: Log = { level: 'debug', error: note, warn: note, info: note, debug: note, child: () => never() }
  const embeddings = openEmbeddings({ url: server.url, model: 'm', key: 'the-secret-key' })
  server.behave(() => (server.asked.length === 1 ? { status: 401, body: 'the-secret-key' } : undefined))
  const metrics = { records: () => {} }
  const keepers = [1, 2].map(() => keepVectors({ db, embeddings, log, metrics }))
  await waitFor(async () => (await found()).length === 60, { timeoutMs: 20_000, describe: 'all vectors' })
  await Promise.all(keepers.map((keeper) => keeper.stop()))
  expect(new Set(asked()).size).toBe(60)
  expect(server.asked.at(-1)?.authorization).toBe('Bearer the-secret-key')
  expect(lines.join('')).toContain('no vectors for papers')
  expect(lines.join('')).not.toContain('the-secret-key')
})
