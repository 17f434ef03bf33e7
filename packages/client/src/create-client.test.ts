import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'
import { ApiError, createClient } from './index.ts'

// When it comes by itself is nobody's promise.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

let server: Server | undefined
afterEach(() => server?.close())

async function gateway(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const faultOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

test('a query becomes an address, with the key, and the answer is given', async () => {
  const seen: unknown[] = []
  const url = await gateway(({ url: path, headers }, response) => {
    seen.push(path, headers.authorization)
    response.end('{"total":0,"items":[],"nextCursor":null,"tookMs":1}')
  })
  const found = await createClient({ url: `${url}/`, key: 'k' }).search({ q: 'a & b', limit: 3 })
  expect(found.total).toBe(0)
  expect(seen).toEqual(['/v1/papers?q=a%20%26%20b&limit=3', 'Bearer k'])
})

test('an error of the gateway keeps its code, message, request and status', async () => {
  const url = await gateway((_, response) => {
    response.writeHead(404).end('{"code":"NOT_FOUND","message":"There is no dump x.","requestId":"r1"}')
  })
  const client = createClient({ url })
  const expected = { code: 'NOT_FOUND', message: 'There is no dump x.', requestId: 'r1', status: 404 }
  expect(await faultOf(client.dumps.get('x'))).toMatchObject(expected)
  expect(await faultOf(client.digests.preview('2026-11-24', 'x'))).toMatchObject(expected)
  expect(await faultOf(client.dumps.get('x'))).toBeInstanceOf(ApiError)
})

test('a page of somebody else is said to be no Paperboy', async () => {
  const url = await gateway((_, response) => void response.writeHead(502).end('<html>'))
  const fault = await faultOf(createClient({ url }).reindex())
  expect(fault).toMatchObject({ code: 'NOT_PAPERBOY', status: 502, requestId: null })
})

test.each([
  ['is not JSON', '<html>', 'NOT_PAPERBOY'],
  ['breaks off', null, 'UNREACHABLE'],
])('an answer that %s is said to be so', async (_, body, code) => {
  const url = await gateway((request, response) => {
    request.resume()
    if (body !== null) return void response.end(body)
    response.writeHead(200, { 'content-length': 100 }).write('{"to', () => response.destroy())
  })
  const client = createClient({ url })
  expect(await faultOf(client.search())).toMatchObject({ name: 'ApiError', code })
  expect(await faultOf(client.dumps.create({ content: 'x' }))).toMatchObject({ name: 'ApiError', code })
})

test.each(['', 'papers.example.org', 'localhost:3000', 'ftp://papers.example.org'])(
  'a client for "%s" is not made',
  (url) => {
    expect(() => createClient({ url })).toThrow(/such as http:\/\/127\.0\.0\.1:3000, not "/)
  },
)

test('nobody there is UNREACHABLE, with the reason', async () => {
  const fault = await faultOf(createClient({ url: 'http://127.0.0.1:1' }).requeue())
  expect(fault).toMatchObject({ code: 'UNREACHABLE', status: null })
  expect(String(fault)).toMatch(/ECONNREFUSED|bad port/)
})

test('an upload is read as it is sent, and not kept', { timeout: 30_000 }, async () => {
  const MB = 1_000_000
  const PARTS = 256
  let received = 0
  let path: string | undefined
  const url = await gateway((request, response) => {
    path = request.url
    request.on('data', (part: Buffer) => (received += part.length))
    request.on('end', () => response.end('{"id":"d1"}'))
  })
  const held = () => {
    collectGarbage()
    return process.memoryUsage().arrayBuffers
  }
  const before = held()
  let most = 0
  async function* content() {
    for (let part = 1; part <= PARTS; part++) {
      if (part % (PARTS / 4) === 0) most = Math.max(most, held() - before)
      yield new Uint8Array(MB)
    }
  }
  const progress: number[] = []
  const upload = {
    content: content(),
    filename: 'a b.txt',
    onProgress: (bytes: number) => progress.push(bytes),
  }
  expect(await createClient({ url }).dumps.create(upload)).toEqual({ id: 'd1' })
  expect(path).toBe('/v1/dumps?filename=a+b.txt')
  expect(received).toBe(PARTS * MB)
  expect(progress.at(-1)).toBe(PARTS * MB)
  // What is just being sent; a copy would be all of it.
  expect(most).toBeLessThan((PARTS / 2) * MB)
})

test('a stream of the web is sent where it cannot be walked through', async () => {
  const url = await gateway((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part))
    request.on('end', () => response.end(JSON.stringify({ id: text })))
  })
  const walkable = new Blob(['{"title":"a"}\n']).stream()
  const content: ReadableStream<Uint8Array> = Object.assign(walkable, { [Symbol.asyncIterator]: undefined })
  expect(await createClient({ url }).dumps.create({ content })).toEqual({ id: '{"title":"a"}\n' })
})
