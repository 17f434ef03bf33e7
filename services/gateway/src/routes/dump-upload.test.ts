import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { AppError } from '@paperboy/service-kit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aDump, aGateway, asOperator, type Given, KEY, promised } from '../a-gateway.suite.ts'

const stored: { text: string; options: object }[] = []
const failed: unknown[] = []
let begun = 0
beforeEach(() => {
  stored.length = 0
  failed.length = 0
  begun = 0
})

const SOON = { timeout: 4_000, interval: 5 }

/** Keeps what arrives whole, like the real one, and what went wrong. */
const intake: NonNullable<Given['intake']> = {
  async store(bytes, options) {
    const chunks: Uint8Array[] = []
    let size = 0
    try {
      for await (const chunk of bytes) {
        begun += 1
        size += chunk.length
        if (size > options.maxBytes) throw new AppError('DUMP_TOO_LARGE', 'too large')
        chunks.push(chunk)
      }
    } catch (error) {
      failed.push(error)
      throw error
    }
    const text = Buffer.concat(chunks).toString()
    const duplicate = stored.some((one) => one.text === text)
    stored.push({ text, options })
    return { dump: aDump({ bytes: size }), duplicate, job: duplicate ? null : 'dump.split' }
  },
}
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function gateway(given: Given = {}) {
  const app = await aGateway({ intake, ...given })
  open.push(async () => {
    const closed = app.close()
    // A client that stopped sending in the middle keeps its connection; startGateway cuts it the same way.
    app.server.closeAllConnections()
    await closed
  })
  return app
}
const upload = (body: Buffer | string, query = '', headers: object = {}) => ({
  method: 'POST' as const,
  url: `/v1/dumps${query}`,
  body,
  headers: { ...asOperator, ...headers },
})

test.each(['text/plain', 'application/json', 'multipart/form-data; boundary=x', 'no media type!', undefined])(
  'bytes called %s are stored as they are',
  async (type) => {
    const app = await gateway()
    const response = await app.inject(
      upload('{"not json', '?filename=a.txt&date=2026-11-24', type ? { 'content-type': type } : {}),
    )
    expect(response.statusCode).toBe(202)
    expect(response.headers.location).toBe('/v1/dumps/d1')
    promised(app, 'POST /v1/dumps', response)
    expect(stored).toMatchObject([
      { text: '{"not json', options: { filename: 'a.txt', date: '2026-11-24', format: 'auto' } },
    ])
  },
)

test('an empty name is no name', async () => {
  const app = await gateway()
  expect((await app.inject(upload('x', '?filename='))).statusCode).toBe(202)
  expect(stored).toMatchObject([{ options: { filename: null } }])
})

test('the same bytes again are 200 and a duplicate', async () => {
  const app = await gateway()
  await app.inject(upload('x'))
  const response = await app.inject(upload('x'))
  expect(response.statusCode).toBe(200)
  expect(promised(app, 'POST /v1/dumps', response)).toMatchObject({ id: 'd1', duplicate: true })
})

test('an empty body is an empty dump', async () => {
  const app = await gateway()
  expect((await app.inject({ method: 'POST', url: '/v1/dumps', headers: asOperator })).statusCode).toBe(202)
  expect(stored).toMatchObject([{ text: '' }])
})

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('%s as content encoding is undone', async (encoding, pack) => {
  const app = await gateway()
  const body = Buffer.concat([pack(Buffer.from('two ')), pack(Buffer.from('members'))])
  expect((await app.inject(upload(body, '', { 'content-encoding': encoding }))).statusCode).toBe(202)
  expect(stored).toMatchObject([{ text: 'two members' }])
})

test('another content encoding is 415', async () => {
  const app = await gateway()
  const response = await app.inject(upload('x', '', { 'content-encoding': 'br' }))
  expect(response.statusCode).toBe(415)
  expect(response.json()).toMatchObject({ code: 'UNSUPPORTED_ENCODING' })
})

test('a broken content encoding is 422 and stores nothing', async () => {
  const app = await gateway()
  const response = await app.inject(upload('no gzip', '', { 'content-encoding': 'gzip' }))
  expect(response.statusCode).toBe(422)
  expect(stored).toEqual([])
})

test('a dump too large is 413: by its stated length, as it streams, and unpacked', async () => {
  const app = await gateway()
  const large = 'x'.repeat(1_001)
  const stream = Readable.from([Buffer.from(large.slice(0, 900)), Buffer.from(large.slice(900))])
  const responses = [
    await app.inject(upload(large)),
    await app.inject({ ...upload(''), body: stream }),
    await app.inject(upload(gzipSync(Buffer.from(large)), '', { 'content-encoding': 'gzip' })),
  ]
  expect(responses.map((response) => [response.statusCode, response.json().code])).toEqual(
    Array.from({ length: 3 }, () => [413, 'DUMP_TOO_LARGE']),
  )
  expect(stored).toEqual([])
})

test.each([
  ['?dryRun=maybe', 'dryRun'],
  ['?date=2026-02-30', 'date'],
  ['?format=pdf', 'format'],
  ['?filename=a%00b', 'filename'],
  ['?name=x', 'name'],
])('%s is refused, names the parameter and stores nothing', async (query, name) => {
  const app = await gateway()
  const response = await app.inject(upload('x', query))
  expect(response.statusCode).toBe(400)
  expect(response.json().message).toMatch(new RegExp(`^${name}\\b`))
  expect(stored).toEqual([])
})

test('a queue that is away does not refuse a dump', async () => {
  const away = async () => {
    throw new AppError('UNAVAILABLE', 'The job queue is away.')
  }
  const app = await gateway({
    queue: { send: away, depths: away, dead: away, retryDead: away },
  })
  expect((await app.inject(upload('x'))).statusCode).toBe(202)
})

async function listening(settings: Given['settings'] = { maxDumpBytes: 50_000_000 }) {
  const app = await gateway({ settings })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return (app.server.address() as AddressInfo).port
}

test.each([
  ['with a length', 'content-length: 1000', 'half'],
  ['in chunks', 'transfer-encoding: chunked', '4\r\nhalf\r\n'],
])('an upload %s that is cut off stores nothing', async (_, header, body) => {
  const socket = connect(await listening(), '127.0.0.1')
  socket.write(
    `POST /v1/dumps HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\n${header}\r\n\r\n${body}`,
  )
  await expect.poll(() => begun, SOON).toBe(1)
  socket.destroy()
  await expect.poll(() => failed.length, SOON).toBe(1)
  expect(stored).toEqual([])
})

test('a refused upload gets its answer though it goes on sending', async () => {
  const port = await listening()
  const blocks = Readable.from(
    (async function* () {
      for (let n = 0; n < 64; n += 1) yield Buffer.alloc(65_536)
    })(),
  )
  const response = await fetch(`http://127.0.0.1:${port}/v1/dumps`, {
    method: 'POST',
    body: blocks,
    duplex: 'half',
  } as RequestInit)
  expect(response.status).toBe(401)
})

const incompressible = randomBytes(2_000_000)
test.each([
  ['at its first bytes', { 'content-encoding': 'gzip' }, 50_000_000, 422],
  ['in its middle', { 'transfer-encoding': 'chunked' }, 1_000, 413],
])(
  'a connection whose upload was refused %s is good for the next',
  async (_, headers, maxDumpBytes, status) => {
    const port = await listening({ maxDumpBytes })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    open.push(async () => agent.destroy())
    const statusOf = async (path: string, options: object, sent?: Buffer) => {
      const call = httpRequest({ port, agent, path, ...options }).end(sent)
      const [answer] = (await once(call, 'response')) as [IncomingMessage]
      await once(answer.resume(), 'end')
      return [answer.statusCode, call.reusedSocket]
    }
    const refused = { method: 'POST', headers: { ...asOperator, ...headers } }
    expect(await statusOf('/v1/dumps', refused, incompressible)).toEqual([status, false])
    expect(await statusOf('/healthz', {})).toEqual([200, true])
  },
)

const report = {
  ...{
    dryRun: true as const,
    format: 'jsonl',
    date: '2026-11-24',
    withoutAbstract: 0,
    withdrawn: 0,
    complete: true,
  },
  counts: { records: 1, created: 1, updated: 0, unchanged: 0, rejected: 0 },
  ...{ rejected: [], guesses: [], rejects: [] },
}

test.each([
  ['its report', report, 200, { ...report, bytes: 7 }],
  [
    'why it cannot be read',
    { error: { code: 'DUMP_EMPTY', message: 'Empty.' } },
    422,
    { code: 'DUMP_EMPTY' },
  ],
])('a dry run answers %s and leaves nothing', async (_, answer, status, body) => {
  const left = new Set<string>()
  const app = await gateway({
    dryRuns: {
      async request(bytes) {
        left.add('r1')
        let size = 0
        for await (const chunk of bytes) size += chunk.length
        return { id: 'r1', bytes: size }
      },
      answer: async (id) => (left.has(id) ? answer : null),
      remove: async (id) => void left.delete(id),
    },
  })
  const response = await app.inject(upload('{"a":1}', '?dryRun=true'))
  expect(response.statusCode).toBe(status)
  expect(response.json()).toMatchObject(body)
  if (status === 200) promised(app, 'POST /v1/dumps', response)
  expect([left.size, stored.length]).toEqual([0, 0])
})
