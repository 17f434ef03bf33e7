import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@opensearch-project/opensearch'
import { afterEach, expect, test } from 'vitest'
import { aDocument, put } from '../suite/documents.ts'
import { bulkWrite } from './bulk.ts'

type Answer = { status: number; body: unknown } | 'cut'
type Line = { index: { _id: string; version: number } }

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** An engine that answers each bulk request as told, by the ids in it. */
async function scripted(answer: (ids: string[]) => Answer) {
  const requests: string[][] = []
  const server = createServer((request, response) => void reply(request, response))
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const lines = (await Array.fromAsync(request)).join('').trim().split('\n')
    const ids = lines.filter((_, at) => at % 2 === 0).map((line) => (JSON.parse(line) as Line).index._id)
    requests.push(ids)
    const given = answer(ids)
    if (given === 'cut') return request.socket.destroy()
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new Client({ node: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  closing.push(async () => {
    await client.close()
    server.closeAllConnections()
    server.close()
  })
  const write = (ids: string[], signal?: AbortSignal) =>
    bulkWrite(
      client,
      ids.map((id, n) => put(aDocument(n, { id }))),
      { alias: 'papers', signal },
    )
  return { write, requests }
}

const items = (ids: string[], status: (id: string) => number): Answer => ({
  status: 200,
  body: {
    errors: true,
    items: ids.map((_id) => ({
      index: {
        _id,
        status: status(_id),
        ...(status(_id) < 300 ? {} : { error: { type: 'some_exception', reason: 'because' } }),
      },
    })),
  },
})

test('every item has the outcome that its status means', async () => {
  const { write } = await scripted((ids) => items(ids, Number))
  const outcomes = await write(['201', '200', '409', '429', '502', '503', '504', '403', '400'])
  expect(outcomes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    '201 written',
    '200 written',
    '409 stale',
    '429 retry',
    '502 retry',
    '503 retry',
    '504 retry',
    '403 retry',
    '400 rejected',
  ])
  expect(outcomes.at(-1)).toMatchObject({ reason: 'some_exception: because' })
})

test('a batch refused whole is halved until the faulty action stands alone', async () => {
  const { write, requests } = await scripted((ids) =>
    ids.includes('bad')
      ? { status: 400, body: { error: { type: 'illegal_argument_exception', reason: 'no' }, status: 400 } }
      : items(ids, () => 201),
  )
  const outcomes = await write(['a', 'b', 'bad', 'c', 'd'])
  expect(outcomes.map((outcome) => outcome.kind)).toEqual([
    'written',
    'written',
    'rejected',
    'written',
    'written',
  ])
  expect(requests.length).toBeLessThan(8)
})

test('a batch that is too large is sent in parts', async () => {
  const { write, requests } = await scripted((ids) =>
    ids.length > 2 ? { status: 413, body: {} } : items(ids, () => 201),
  )
  expect((await write(['a', 'b', 'c', 'd', 'e'])).map((outcome) => outcome.kind)).toEqual(
    Array(5).fill('written'),
  )
  expect(requests.filter((ids) => ids.length <= 2).flat()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test.each<[string, Answer]>([
  ['a connection cut', 'cut'],
  ['too many requests', { status: 429, body: {} }],
  ['a gateway without a node', { status: 503, body: {} }],
  ['a missing alias', { status: 404, body: { error: { type: 'index_not_found_exception' } } }],
])('%s makes the index unavailable, sent once', async (_, answer) => {
  const { write, requests } = await scripted(() => answer)
  await expect(write(['a', 'b'])).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    retryable: true,
    retryAfterSeconds: 5,
  })
  expect(requests).toHaveLength(1)
})

test('an item without its alias makes the index unavailable too', async () => {
  const { write } = await scripted((ids) => items(ids, () => 404))
  await expect(write(['a'])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('a signal ends a write under way', async () => {
  const controller = new AbortController()
  const { write } = await scripted((ids) => {
    controller.abort(new Error('shutting down'))
    return items(ids, () => 201)
  })
  await expect(write(['a'], controller.signal)).rejects.toThrow('shutting down')
})
