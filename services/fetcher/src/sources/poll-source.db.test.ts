import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { nextPoll, SourceConfig } from '@paperboy/contracts'
import { createDatabase, type Database, intake, migrate, readSources, sourceStore } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { createTestDatabase, waitFor } from '@paperboy/testkit'
import { Value } from 'typebox/value'
import { Agent } from 'undici'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { guardedAgent } from './guarded-agent.ts'
import { type PollDeps, pollSource } from './poll-source.ts'

import { startSourcePoller } from './source-poller.ts'

const never = new AbortController().signal
const log = createLogger('fetcher', 'silent')
let db: Database
let server: Server
let asked: { url: string; headers: IncomingMessage['headers'] }[]
let answer: (request: IncomingMessage, response: ServerResponse) => void
let deps: PollDeps
let open: (() => Promise<unknown>)[]

beforeEach(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  asked = []
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  // Loopback has many addresses: one of them plays the public network.
  const dispatchers = { any: new Agent(), guarded: guardedAgent((address) => address === '127.0.0.2') }
  const queue = { send: async () => {} }
  const stores = { intake: intake(db), sources: sourceStore(db) }
  deps = { ...stores, queue, log, maxDumpBytes: 1e6, dispatchers, now: () => new Date(), random: () => 0.5 }
  open = [
    () => Promise.all([dispatchers.any.destroy(), dispatchers.guarded.destroy()]),
    async () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
    () => db.destroy(),
    () => database.drop(),
  ]
})
afterEach(async () => {
  for (const close of open) await close()
})

const url = (path: string, host = '127.0.0.1') =>
  `http://${host}:${(server.address() as AddressInfo).port}${path}`

/** A source that is due. */
async function aSource(given: Partial<SourceConfig> = {}): Promise<SourceConfig> {
  const needed = { name: 'papers', url: url('/list.jsonl'), cron: '0 6 * * *', allowPrivate: true }
  const source = Value.Default(SourceConfig, { ...needed, ...given }) as SourceConfig
  await deps.sources.plan([{ ...source, nextAt: nextPoll(source, new Date())! }])
  return source
}
const makeDue = () =>
  db
    .updateTable('sources')
    .set({ next_at: new Date(0), lease_until: null })
    .execute()
const state = async () => (await readSources(db))[0]!
const dumps = () =>
  db.selectFrom('dumps').select(['filename', 'bytes', 'format_asked']).orderBy('received_at').execute()
const poll = (source: SourceConfig) => pollSource(deps, source, never)

test('an answer becomes a dump, the next question is conditional, and 304 changes nothing', async () => {
  answer = (request, response) => {
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end()
    else
      response
        .writeHead(200, { etag: '"v1"', 'last-modified': 'Tue, 24 Nov 2026 03:00:00 GMT' })
        .end('{"a":1}')
  }
  const source = await aSource({ format: 'jsonl' })
  await poll(source)
  expect(await dumps()).toEqual([{ filename: 'list.jsonl', bytes: 7, format_asked: 'jsonl' }])
  const first = await state()
  expect(first).toMatchObject({ outcome: 'new', failures: 0, pages: 0, dumpId: expect.any(String) })
  expect(new Date(first.nextAt).getUTCHours()).toBe(6)
  await poll(source)
  expect(asked).toHaveLength(1)
  await makeDue()
  await poll(source)
  expect(asked[1]?.headers).toMatchObject({ 'if-modified-since': 'Tue, 24 Nov 2026 03:00:00 GMT' })
  expect(await state()).toMatchObject({ outcome: 'unchanged', dumpId: first.dumpId })
  expect(await dumps()).toHaveLength(1)
})

test('a source that fails is asked again later and later, then as usual', async () => {
  answer = (_, response) => response.writeHead(500).end('no')
  const source = await aSource()
  const waits = []
  for (let n = 0; n < 3; n++) {
    await makeDue()
    await poll(source)
    const { nextAt, failures, outcome } = await state()
    waits.push(Math.round((Date.parse(nextAt) - Date.now()) / 10_000) * 10)
    expect([failures, outcome]).toEqual([n + 1, 'It answered 500.'])
  }
  expect(waits).toEqual([60, 120, 240])
  answer = (_, response) => response.end('x')
  await makeDue()
  await poll(source)
  expect(await state()).toMatchObject({ failures: 0, outcome: 'new' })
})

test('503 with Retry-After is waited for as long as it says', async () => {
  answer = (_, response) => response.writeHead(503, { 'retry-after': '600' }).end()
  await poll(await aSource())
  const { nextAt, failures } = await state()
  expect(failures).toBe(0)
  expect((Date.parse(nextAt) - Date.now()) / 1_000).toBeGreaterThan(590)
})

test.each([
  [
    'slow',
    { timeoutMs: 100 },
    'not read within 100 ms',
    (response: ServerResponse): void => void response.write('x'),
  ],
  [
    'too large',
    { maxBytes: 1_000 },
    '1000 bytes',
    (response: ServerResponse): void => void response.end('x'.repeat(5_000)),
  ],
])('an answer that is %s is cut off and leaves nothing', async (_, limits, message, send) => {
  answer = (_request, response) => send(response)
  await poll(await aSource(limits))
  expect((await state()).outcome).toContain(message)
  expect(await dumps()).toEqual([])
  expect(await db.selectFrom('dump_parts').select('seq').execute()).toEqual([])
})

test('private addresses are refused: literal, by name, and behind a redirect', async () => {
  answer = (_, response) => response.writeHead(302, { location: url('/secret') }).end()
  for (const [host, path] of [
    ['127.0.0.1', '/a'],
    ['localhost', '/b'],
    ['127.0.0.2', '/c'],
    ['[::1]', '/d'],
  ] as const) {
    await makeDue()
    await poll(await aSource({ url: url(path, host), allowPrivate: false }))
    expect((await state()).outcome).toContain('not a public address')
  }
  expect(asked.map((request) => request.url)).toEqual(['/c'])
  expect(await dumps()).toEqual([])
})

test('a redirect is followed, a circle of them is not', async () => {
  answer = (request, response) => {
    if (request.url === '/there') response.end('x')
    else response.writeHead(301, { location: request.url === '/list.jsonl' ? '/there' : '/round' }).end()
  }
  await poll(await aSource())
  expect(await dumps()).toMatchObject([{ filename: 'there' }])
  await poll(await aSource({ url: url('/round') }))
  expect((await state()).outcome).toContain('redirects more than')
})

/** Three pages; the tokens hold what must be escaped. */
function oaiPages(request: IncomingMessage, response: ServerResponse) {
  const token = new URL(request.url ?? '', 'http://x').searchParams.get('resumptionToken')
  const page = token === null ? 1 : Number(token.split('&')[1])
  const next = page < 3 ? `t&amp;${page + 1}` : ''
  response.end(`<OAI-PMH><ListRecords><record>${page}</record><resumptionToken cursor="1">${next}</resumptionToken>
</ListRecords></OAI-PMH>`)
}

test('the pages of an OAI-PMH answer are followed, each a dump of its own', async () => {
  answer = oaiPages
  const source = await aSource({
    url: url('/oai?verb=ListRecords&set=cs&from={since}'),
    oai: true,
    pauseMs: 0,
  })
  await poll(source)
  expect(asked.map((request) => request.url)).toEqual([
    expect.stringMatching(/^\/oai\?verb=ListRecords&set=cs&from=\d{4}-\d\d-\d\d$/),
    '/oai?verb=ListRecords&resumptionToken=t%262',
    '/oai?verb=ListRecords&resumptionToken=t%263',
  ])
  expect(await dumps()).toHaveLength(3)
  expect(await state()).toMatchObject({ outcome: 'new', pages: 0, failures: 0 })
})

test('a fetcher killed between two pages goes on with the next one', async () => {
  const stop = new AbortController()
  answer = (request, response) => {
    if (request.url?.endsWith('t%263') && asked.length === 3) stop.abort()
    else oaiPages(request, response)
  }
  const source = await aSource({ url: url('/oai'), oai: true, pauseMs: 0 })
  await pollSource(deps, source, stop.signal)
  expect(await state()).toMatchObject({ pages: 2, outcome: 'new' })
  expect(await dumps()).toHaveLength(2)
  await poll(source)
  expect(asked.slice(3).map((request) => request.url)).toEqual([
    '/oai?verb=ListRecords&resumptionToken=t%263',
  ])
  expect(await dumps()).toHaveLength(3)
  expect(await state()).toMatchObject({ pages: 0 })
})

test('a token that the source has forgotten begins anew, and its error is no dump', async () => {
  answer = (request, response) => {
    if (request.url?.includes('Token'))
      response.end('<OAI-PMH><error code="badResumptionToken">gone</error></OAI-PMH>')
    else oaiPages(request, response)
  }
  const source = await aSource({ url: url('/oai'), oai: true, pauseMs: 0 })
  await poll(source)
  expect(await state()).toMatchObject({
    pages: 0,
    failures: 1,
    outcome: expect.stringContaining('forgotten'),
  })
  expect(await dumps()).toHaveLength(1)
})

test('two fetchers side by side poll once, and poll again when it is due again', async () => {
  answer = (_, response) => {
    setTimeout(() => response.end('x'), 50)
  }
  const source = await aSource()
  await db.deleteFrom('sources').execute()
  const pollers = await Promise.all([1, 2].map(() => startSourcePoller({ ...deps, everyMs: 10 }, [source])))
  open.unshift(() => Promise.all(pollers.map((poller) => poller[Symbol.asyncDispose]())))
  const answered = async () => (await state()).outcome === 'new'
  await waitFor(answered, { timeoutMs: 20_000, describe: 'the first poll' })
  await delay(100)
  expect(asked).toHaveLength(1)
  await makeDue()
  await waitFor(() => asked.length === 2, { timeoutMs: 20_000, describe: 'the second poll' })
})

test('a changed schedule counts from now, a changed address is asked at once, what is not there any more goes', async () => {
  answer = (_, response) => response.writeHead(200, { etag: '"1"' }).end('x')
  await poll(await aSource())
  await poll(await aSource({ cron: '30 7 * * *' }))
  expect(asked).toHaveLength(1)
  await poll(await aSource({ cron: '30 7 * * *', url: url('/other') }))
  expect(asked[1]?.headers).not.toHaveProperty('if-none-match')
  await deps.sources.plan([])
  expect(await readSources(db)).toEqual([])
})
