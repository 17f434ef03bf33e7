import { createLogger, type Log } from '@paperboy/service-kit'
import { type EmbeddingsServer, startEmbeddings } from '@paperboy/testkit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toBytes } from './bytes.ts'
import { type EmbeddingsSettings, openEmbeddings } from './embeddings.ts'
import type { OpenedMeaning, VectorSource } from './meaning.ts'
import { type MeaningOptions, openMeaning } from './open-meaning.ts'
import type { VectorRow } from './vector-table.ts'

let server: EmbeddingsServer
let opened: OpenedMeaning
let now = 0
let stored: VectorRow[] = []
let warnings: unknown[] = []

beforeEach(async () => {
  server = await startEmbeddings([['car', 'automobile']])
  stored = []
  warnings = []
})
afterEach(async () => {
  await opened.close()
  await server.stop()
})

/** Each change has the number of its place. */
const source: VectorSource = async (_, { after, limit }) => {
  const vectors = stored.slice(after, after + limit)
  return { vectors, place: after + vectors.length }
}

async function open(more: Partial<EmbeddingsSettings> = {}, options: Partial<MeaningOptions> = {}) {
  const log = {
    ...createLogger('test', 'silent'),
    warn: (...said: unknown[]) => void warnings.push(said),
  } as Log
  const embeddings = openEmbeddings({ url: server.url, model: 'm', ...more })
  opened = openMeaning({ embeddings, source, log, now: () => now, queryTimeoutMs: 10_000, ...options })
  return opened
}

async function store(texts: Record<string, string>): Promise<void> {
  const answer = await openEmbeddings({ url: server.url, model: 'm' }).ofTexts(Object.values(texts), {
    timeoutMs: 5_000,
  })
  if (answer.kind !== 'vectors') throw new Error(answer.reason)
  for (const [at, paperId] of Object.keys(texts).entries()) {
    const vector = new Uint8Array(toBytes(answer.vectors[at]!).buffer)
    stored.push({ paperId, vector, firstSeenAt: 0, hasCode: false })
  }
  server.asked.length = 0
}
const near = async (text: string) => (await opened.meaning.near(text, 1, {}))?.map(({ id }) => id)

test('nothing can be said before there are vectors', async () => {
  await (await open()).catchUp()
  expect(opened.meaning.isReady()).toBe(false)
  expect(await near('car')).toEqual([])
  expect(await opened.meaning.nearTo('a', 3)).toBeUndefined()
})

test('what changes is followed: new, changed and gone', async () => {
  await store({ a: 'automobile', b: 'boat' })
  await (await open()).catchUp()
  expect(await near('car')).toEqual(['a'])
  await store({ b: 'car', c: 'car' })
  stored.push({ paperId: 'a', vector: null, firstSeenAt: 0, hasCode: false })
  await opened.catchUp()
  expect((await opened.meaning.nearTo('b', 1))?.map(({ id }) => id)).toEqual(['c'])
  expect(await opened.meaning.nearTo('a', 1)).toBeUndefined()
})

test('a query is asked for once', async () => {
  await store({ a: 'automobile' })
  await (await open()).catchUp()
  await near('car')
  await near('car')
  expect(server.asked).toHaveLength(1)
})

test('after three failures the server is left alone for a while; what it said before still serves', async () => {
  await store({ a: 'automobile', b: 'boat' })
  await (await open()).catchUp()
  await near('boat')
  server.behave(() => ({ status: 500 }))
  for (const text of ['one', 'two', 'three', 'four']) expect(await near(text)).toBeUndefined()
  expect(server.asked).toHaveLength(4)
  expect(opened.meaning.isReady()).toBe(false)
  expect(warnings).toHaveLength(1)
  expect(await near('boat')).toEqual(['b'])
  server.behave(undefined)
  now += 5_000
  expect(opened.meaning.isReady()).toBe(true)
  expect(await near('car')).toEqual(['a'])
})

test('one that refuses every query is left alone after ten, and the log says so; one query means nothing', async () => {
  await store({ a: 'automobile' })
  await (await open()).catchUp()
  const refuse = () => ({ status: 422 })
  server.behave(refuse)
  for (let n = 0; n < 9; n++) expect(await near(`refused ${n}`)).toBeUndefined()
  server.behave(undefined)
  expect(await near('car')).toEqual(['a'])
  server.behave(refuse)
  for (let n = 0; n < 10; n++) {
    expect(opened.meaning.isReady()).toBe(true)
    await near(`refused again ${n}`)
  }
  expect(opened.meaning.isReady()).toBe(false)
  expect(warnings).toEqual([[{ reason: 'it answered 422', retryInMs: 5_000 }, 'searching without meaning']])
  server.behave(undefined)
  now += 5_000
  expect(await near('automobile')).toEqual(['a'])
})

test('one that asks for time gets it', async () => {
  await store({ a: 'automobile' })
  await (await open()).catchUp()
  server.behave(() => ({ status: 429, headers: { 'retry-after': '20' } }))
  await near('car')
  now += 19_000
  expect(opened.meaning.isReady()).toBe(false)
  now += 1_000
  expect(opened.meaning.isReady()).toBe(true)
})

test('one that hangs holds a search up for the time given, no longer', async () => {
  await store({ a: 'automobile' })
  await (await open({}, { queryTimeoutMs: 300 })).catchUp()
  server.behave(() => 'hang')
  expect(await near('car')).toBeUndefined()
})

test.each([
  ['of another length', { data: [{ index: 0, embedding: [1, 2, 3] }] }],
  ['without vectors', { data: [] }],
  ['that are no numbers', '{"data":[{"index":0,"embedding":[NaN]}]}'],
])('of answers %s nothing comes', async (_, body) => {
  await store({ a: 'automobile' })
  await (await open()).catchUp()
  server.behave(() => ({ body }))
  expect((await near('car')) ?? []).toEqual([])
})

test('a source that fails is asked again from where it was', async () => {
  await store({ a: 'automobile', b: 'boat' })
  let fails = true
  await open(
    {},
    {
      source: async (...asked) => {
        if (fails) throw new Error('the database is away')
        return source(...asked)
      },
    },
  )
  await expect(opened.catchUp()).rejects.toThrow('away')
  await expect(opened.catchUp()).rejects.toThrow('away')
  fails = false
  await opened.catchUp()
  expect(await near('car')).toEqual(['a'])
  const said = () => warnings.map((warning) => (warning as unknown[])[1])
  expect(said()).toEqual(['vectors cannot be read'])
  await vi.waitFor(() => expect(said().at(-1)).toBe('vectors can be read again'), { timeout: 5_000 })
})

test('where no vector finds room that is said, and words are searched', async () => {
  await open({}, { maxMiB: 0 })
  await expect(opened.catchUp()).rejects.toThrow('too few')
  expect(opened.meaning.isReady()).toBe(false)
  expect(await opened.meaning.nearTo('a', 1)).toBeUndefined()
  await vi.waitFor(
    () =>
      expect(warnings).toContainEqual([
        expect.objectContaining({ err: expect.any(Error) }),
        'vectors cannot be read',
      ]),
    { timeout: 5_000 },
  )
})

test('a scan that takes too long is given up, and behind fifty nobody waits', async () => {
  const vector = new Uint8Array(8_000).fill(1)
  const large = Array.from({ length: 4_000 }, (_, n) => ({
    ...{ paperId: `p${n}`, vector, firstSeenAt: 0, hasCode: false },
  }))
  const asked = Promise.withResolvers<void>()
  const once: VectorSource = async (_, { after }) => {
    asked.resolve()
    return { vectors: after === 0 ? large : [], place: 1 }
  }
  await open({}, { source: once, queryTimeoutMs: 5 })
  await asked.promise
  // By then the thread has all of them to take in.
  await new Promise(setImmediate)
  const late = opened.meaning.nearTo('p0', 1)
  // However quick the thread is: timers that are over come before what it says.
  const over = performance.now() + 20
  while (performance.now() < over);
  expect(await late).toBeUndefined()
  await opened.catchUp()
  expect(opened.meaning.isReady()).toBe(true)
  const scans = Array.from({ length: 60 }, () => opened.meaning.nearTo('p0', 1))
  expect(opened.meaning.isReady()).toBe(false)
  await Promise.all(scans)
  await vi.waitFor(() => expect(opened.meaning.isReady()).toBe(true), { timeout: 5_000 })
})
