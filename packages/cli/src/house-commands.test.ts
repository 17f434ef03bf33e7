import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { json, text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { run } from './run.ts'

const daily = {
  ...{ name: 'daily', url: 'https://example.org', format: 'jsonl', cron: '0 6 * * *', timeZone: 'UTC' },
  ...{ oai: true, allowPrivate: false, timeoutMs: 5_000, maxBytes: 7, pauseMs: 0, origin: 'operator' },
  ...{ pausedAt: null, nextAt: '2026-11-25T06:00:00.000Z', checkedAt: null, outcome: null, failures: 0 },
  ...{ dumpId: null, pages: 0 },
}
const made = { key: { id: 'k1', name: 'feeder' }, secret: 'pb_the-key' }
const act = { at: '2026-11-24T08:00:00.000Z', who: 'Ada', via: 'page', act: 'dump.undo', target: 'd1' }
const answers: Record<string, object> = {
  'GET /v1/sources': { items: [daily] },
  'PUT /v1/sources/daily': daily,
  'PUT /v1/sources/new': { ...daily, name: 'new' },
  'POST /v1/sources/daily/pause': daily,
  'POST /v1/keys': made,
  'DELETE /v1/keys/k1': made.key,
  'POST /v1/digests/2026-11-24/send': { planned: 0, sent: 0, skipped: 0, failed: 0 },
  'GET /v1/acts?limit=50': {
    items: [
      { ...act, status: 303 },
      { ...act, status: 409 },
    ],
    nextCursor: null,
  },
}

let server: Server
let asked: [string, unknown][]
beforeAll(async () => {
  const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
    const what = `${request.method} ${request.url}`
    asked.push([what, request.method === 'PUT' || request.url === '/v1/keys' ? await json(request) : null])
    const answer = answers[what]
    response.writeHead(answer ? 200 : 204).end(answer && JSON.stringify(answer))
  }
  server = createServer((request, response) => void answerTo(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
beforeEach(() => {
  asked = []
})
afterAll(() => server.close())

async function ran(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const env = {
    PAPERBOY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    OPERATOR_KEY: 'k',
  }
  const code = await run(args, { env, stdin: Readable.from([]), stdout, stderr })
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), err: await text(stderr) }
}

test('of a source that is changed, what is not said stays', async () => {
  expect((await ran('source', 'save', 'daily', '--cron', '*/5 * * * *', '--no-oai')).code).toBe(0)
  const { name: _, origin, pausedAt, nextAt, checkedAt, outcome, failures, dumpId, pages, ...config } = daily
  expect(asked.at(-1)).toEqual(['PUT /v1/sources/daily', { ...config, cron: '*/5 * * * *', oai: false }])
})

test('a new source has the defaults, and needs an address and a schedule', async () => {
  expect((await ran('source', 'save', 'new', 'https://example.org/x')).code).toBe(2)
  const { out } = await ran(
    'source',
    'save',
    'new',
    'https://example.org/x',
    '--cron',
    '@daily',
    '--timeout',
    '9',
  )
  expect(out).toBe('new is added\n')
  expect(asked.at(-1)?.[1]).toMatchObject({ format: 'auto', timeoutMs: 9_000, pauseMs: 3_000, oai: false })
})

test('a key stands alone on standard output, for scripts', async () => {
  const { out, err } = await ran('key', 'add', 'feeder', '--scope', 'ingest')
  expect(out).toBe('pb_the-key\n')
  expect(err).toContain('shown this once')
  expect(asked).toEqual([['POST /v1/keys', { name: 'feeder', scope: 'ingest' }]])
})

test.each([
  [['key', 'revoke', 'k1'], 'DELETE /v1/keys/k1'],
  [['source', 'remove', 'daily'], 'DELETE /v1/sources/daily'],
  [['subscriber', 'erase', 's1'], 'DELETE /v1/subscribers/s1'],
  [['subscriber', 'unsubscribe', 's1'], 'POST /v1/subscribers/s1/unsubscribe'],
])('%j asks first, and a script says --yes', async (args, request) => {
  expect((await ran(...args)).code).toBe(2)
  expect(asked).toEqual([])
  expect((await ran(...args, '--yes')).code).toBe(0)
  expect(asked.map(([what]) => what)).toEqual([request])
})

test('sources are listed with how they go', async () => {
  const { out } = await ran('sources')
  expect(out).toContain('daily')
  expect(out).toContain('2026-11-25 06:00')
  expect(JSON.parse((await ran('sources', '--json')).out).items).toHaveLength(1)
})

test('a digest for nobody says so', async () => {
  const { code, out, err } = await ran('digest', 'send', '2026-11-24')
  expect(code).toBe(0)
  expect(out).toBe('0 planned, 0 sent, 0 skipped, 0 failed\n')
  expect(err).toContain('Nobody to send to')
})

test('acts are done or refused, whichever way they came', async () => {
  const { out } = await ran('acts')
  expect(out).toMatch(/d1 +done\n/)
  expect(out).toMatch(/d1 +refused 409\n/)
})
