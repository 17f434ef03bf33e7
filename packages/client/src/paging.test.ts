import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createClient } from './index.ts'

let server: Server | undefined
afterEach(() => server?.close())

async function clientOf(listener: RequestListener) {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
const ids = async (papers: AsyncIterable<{ id: string }>, atMost = Number.POSITIVE_INFINITY) => {
  const seen: string[] = []
  for await (const { id } of papers) {
    seen.push(id)
    if (seen.length >= atMost) break
  }
  return seen
}
const line = (id: string) => `${JSON.stringify({ id, title: 'ü'.repeat(50) })}\n`

test('all papers of a search, a page at a time and no sooner than they are wanted', async () => {
  const asked: string[] = []
  const client = await clientOf(({ url = '' }, response) => {
    asked.push(url)
    const cursor = new URL(url, 'http://x').searchParams.get('cursor')
    const page = cursor
      ? { items: [{ id: 'c' }], nextCursor: null }
      : { items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'N' }
    response.end(JSON.stringify(page))
  })
  expect(await ids(client.papers({ q: 'x' }))).toEqual(['a', 'b', 'c'])
  expect(asked).toEqual(['/v1/papers?limit=100&q=x', '/v1/papers?limit=100&q=x&cursor=N'])
  expect(await ids(client.papers({ q: 'x', limit: 2 }), 2)).toEqual(['a', 'b'])
  expect(asked).toHaveLength(3)
})

test('an export that is cut off goes on behind the last whole paper', async () => {
  const asked: string[] = []
  const client = await clientOf(({ url = '' }, response) => {
    asked.push(url)
    if (asked.length > 1) return void response.end(line('c'))
    response.write(line('a') + line('b') + line('c').slice(0, 20), () => response.destroy())
  })
  expect(await ids(client.export({ hasCode: true }))).toEqual(['a', 'b', 'c'])
  expect(asked).toEqual(['/v1/papers.jsonl?hasCode=true', '/v1/papers.jsonl?hasCode=true&after=b'])
})

test('an export that nobody reads on is ended', async () => {
  let closed: Promise<unknown> | undefined
  const client = await clientOf((_, response) => {
    closed = once(response, 'close')
    response.write(line('a') + line('b'))
  })
  expect(await ids(client.export(), 1)).toEqual(['a'])
  await closed
})

test('a signal ends a call with its own reason', async () => {
  const client = await clientOf(() => {})
  const fault = await client
    .search({ q: 'x' }, { signal: AbortSignal.timeout(50) })
    .catch((error: unknown) => error)
  expect(fault).toMatchObject({ name: 'TimeoutError' })
  const waiting = await client.dumps
    .ended('d', { signal: AbortSignal.abort() })
    .catch((error: unknown) => error)
  expect(waiting).toMatchObject({ name: 'AbortError' })
})

test('a refusal says when to come back', async () => {
  const client = await clientOf((_, response) =>
    response
      .writeHead(429, { 'retry-after': '3000' })
      .end('{"code":"RATE_LIMITED","message":"Later.","requestId":"r"}'),
  )
  const fault = await client.search().catch((error: unknown) => error)
  expect(fault).toMatchObject({ code: 'RATE_LIMITED', status: 429, retryAfterSeconds: 3000 })
})
