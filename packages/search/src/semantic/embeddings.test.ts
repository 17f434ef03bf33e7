import { type EmbeddingsServer, embeddingsAnswer, startEmbeddings } from '@paperboy/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openEmbeddings } from './embeddings.ts'

let server: EmbeddingsServer
beforeAll(async () => {
  server = await startEmbeddings([['car', 'automobile']])
})
afterEach(() => {
  server.behave(undefined)
  server.asked.length = 0
})
afterAll(() => server.stop())

const embeddings = (more = {}) => openEmbeddings({ url: server.url, model: 'm', ...more })
const ask = (texts: string[], timeoutMs = 2_000) => embeddings().ofTexts(texts, { timeoutMs })

test('vectors come in the order of the texts and have length 1', async () => {
  const answer = await ask(['a car', 'a boat', 'a automobile'])
  if (answer.kind !== 'vectors') throw new Error(answer.reason)
  const [car, boat, automobile] = answer.vectors
  expect(automobile).toEqual(car)
  expect(boat).not.toEqual(car)
  expect(Math.hypot(...car!)).toBeCloseTo(1)
})

test.each(['', '/', '/v1', '/v1/', '/v1/embeddings'])(
  'an address that ends in "%s" is enough',
  async (path) => {
    const { kind } = await embeddings({ url: server.url + path }).ofQuery('a', { timeoutMs: 2_000 })
    expect(kind).toBe('vectors')
  },
)

test('model, key and prefixes are sent; a prefix of texts makes other vectors', async () => {
  const given = embeddings({ key: 'secret', queryPrefix: 'query: ', textPrefix: 'passage:' })
  await given.ofQuery('cats', { timeoutMs: 2_000 })
  await given.ofTexts(['dogs'], { timeoutMs: 2_000 })
  expect(server.asked).toEqual([
    { model: 'm', input: ['query: cats'], authorization: 'Bearer secret' },
    { model: 'm', input: ['passage: dogs'], authorization: 'Bearer secret' },
  ])
  expect(given.model).not.toBe(embeddings().model)
})

test('what is no vector is garbage', async () => {
  const good = embeddingsAnswer([
    [1, 0],
    [0, 1],
  ]).data
  const bodies: unknown[] = [
    'not JSON',
    {},
    { data: good.slice(1) },
    { data: [...good, good[0]] },
    { data: [good[0], good[0]] },
    { data: [good[0], { index: 7, embedding: [1, 0] }] },
    { data: [good[0], { index: 0, embedding: [1, 0, 0] }] },
    { data: [good[0], { index: 0, embedding: [] }] },
    { data: [good[0], { index: 0, embedding: [0, 0] }] },
    { data: [good[0], { index: 0, embedding: [1, null] }] },
    '{"data":[{"index":0,"embedding":[1e999,0]},{"index":1,"embedding":[1,0]}]}',
    '{"data":[{"index":0,"embedding":[NaN,0]},{"index":1,"embedding":[1,0]}]}',
    { data: 'base64' },
  ]
  for (const body of bodies) {
    server.behave(() => ({ body }))
    expect(await ask(['a', 'b']), JSON.stringify(body)).toMatchObject({ kind: 'garbage' })
  }
})

test('a server that is busy says for how long', async () => {
  server.behave(() => ({ status: 429, headers: { 'retry-after': '7' } }))
  expect(await ask(['a'])).toEqual({ kind: 'away', reason: 'it answered 429', retryAfterMs: 7_000 })
  server.behave(() => ({ status: 503, headers: { 'retry-after': 'Mon, 01 Jan 2001 00:00:00 GMT' } }))
  expect(await ask(['a'])).toMatchObject({ kind: 'away', retryAfterMs: 0 })
  server.behave(() => ({ status: 503, headers: { 'retry-after': 'soon' } }))
  expect(await ask(['a'])).toEqual({ kind: 'away', reason: 'it answered 503' })
})

test.each([
  [400, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [401, 'away'],
  [404, 'away'],
  [500, 'away'],
])('of %i it is %s', async (status, kind) => {
  server.behave(() => ({ status, body: { error: 'x' } }))
  expect((await ask(['a'])).kind).toBe(kind)
})

test('one that hangs is away after the time given, one that is not there at once', async () => {
  server.behave(() => 'hang')
  expect(await ask(['a'], 50)).toEqual({ kind: 'away', reason: 'no answer within 50 ms' })
  const nobody = openEmbeddings({ url: 'http://127.0.0.1:9', model: 'm' })
  expect(await nobody.ofQuery('a', { timeoutMs: 2_000 })).toMatchObject({ kind: 'away' })
})

test('a text is cut to what models read', async () => {
  await ask(['word '.repeat(10_000)])
  expect(server.asked[0]?.input[0]).toHaveLength(8_000)
})
