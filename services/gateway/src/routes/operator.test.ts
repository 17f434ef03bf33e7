import { AppError } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { aDump, aGateway, asOperator, promised, someDeps } from '../a-gateway.suite.ts'

const sent: unknown[] = []
const app = await aGateway({
  dumps: {
    get: async (id) => (id === 'd1' ? aDump({ status: 'done' }) : null),
    list: async () => ({ items: [aDump()], nextCursor: 'more' }),
    rejects: async (id) =>
      id === 'd1'
        ? {
            items: [{ position: 'line 17', code: 'NO_ABSTRACT', reason: 'no abstract', excerpt: 'x' }],
            nextCursor: null,
          }
        : null,
    raw: async (id) => {
      const stream = (async function* () {
        yield Buffer.from('ab')
        yield Buffer.from('c')
      })()
      return id === 'd1' ? { bytes: 3, filename: 'naïve "x".txt', stream } : null
    },
  },
  admin: {
    replay: async (id) => (id === 'd1' ? aDump() : null),
    replayRejects: async (id) => {
      if (id === 'busy')
        throw new AppError('CONFLICT', 'The dump busy is at work. Ask again when it is done.')
      return id === 'nix' ? null : { dump: aDump({ id }), dumpIds: id === 'd1' ? ['m1', 'm2'] : [] }
    },
    undo: async (id) => (id === 'gone' ? null : { dump: aDump(), undone: id === 'd2' }),
  },
  queue: {
    send: async (...job) => void sent.push(job),
    depths: async () => ({}) as never,
    dead: async () => [
      {
        name: 'dump.split',
        id: '7',
        payload: { dumpId: 'd1' },
        reason: 'x',
        attempts: 8,
        failedAt: new Date(0),
      },
    ],
    retryDead: async (name, id) => (name === 'dump.split' ? (id ? 1 : 2) : 0),
  },
  requeue: async () => ({ announced: 5 }),
})

const routes = [
  ['POST', '/v1/dumps'],
  ['GET', '/v1/dumps'],
  ['GET', '/v1/dumps/d1'],
  ['GET', '/v1/dumps/d1/rejects'],
  ['GET', '/v1/dumps/d1/events'],
  ['GET', '/v1/dumps/d1/report'],
  ['GET', '/v1/sources'],
  ['GET', '/v1/dumps/d1/raw'],
  ['HEAD', '/v1/dumps/d1/raw'],
  ['POST', '/v1/dumps/d1/replay'],
  ['POST', '/v1/dumps/d1/undo'],
  ['POST', '/v1/queue/requeue'],
  ['GET', '/v1/queue'],
  ['GET', '/v1/queue/dead'],
  ['POST', '/v1/queue/dead/retry'],
  ['POST', '/v1/search/reindex'],
  ['GET', '/v1/subscribers'],
  ['GET', '/v1/subscribers.csv'],
  ['POST', '/v1/subscribers/import'],
  ['GET', '/v1/issues/2026-11-24'],
  ['GET', '/v1/issues/2026-11-24/report'],
  ['POST', '/v1/issues/i1/resend'],
  ['POST', '/v1/issues/i1/drop'],
  ['POST', '/v1/digests/2026-11-24/send'],
  ['POST', '/v1/bounces'],
] as const

test.each(routes)('%s %s is for operators', async (method, url) => {
  for (const authorization of [
    undefined,
    'Bearer wrong',
    'Basic abc',
    'Bearer',
    `Bearer ${'x'.repeat(5_000)}`,
  ]) {
    const response = await app.inject({ method, url, headers: authorization ? { authorization } : {} })
    expect(response.statusCode).toBe(401)
    expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="paperboy"/)
    if (method !== 'HEAD') expect(response.json()).toMatchObject({ code: 'UNAUTHORIZED' })
  }
})

const ask = (url: string, method: 'GET' | 'POST' = 'GET') => app.inject({ method, url, headers: asOperator })

test('the size of a dump can be asked for without its bytes', async () => {
  const head = (url: string) => app.inject({ method: 'HEAD', url, headers: asOperator })
  const { statusCode, headers, body } = await head('/v1/dumps/d1/raw')
  expect([statusCode, headers['content-length'], headers['content-type'], body]).toEqual([
    ...[200, '3', 'application/octet-stream', ''],
  ])
  expect((await head('/v1/dumps/nix/raw')).statusCode).toBe(404)
})

test('dumps are listed and shown', async () => {
  expect(promised(app, 'GET /v1/dumps', await ask('/v1/dumps?limit=1'))).toMatchObject({ nextCursor: 'more' })
  expect(promised(app, 'GET /v1/dumps/{dumpId}', await ask('/v1/dumps/d1'))).toMatchObject({ id: 'd1' })
  const rejects = await ask('/v1/dumps/d1/rejects')
  expect(promised(app, 'GET /v1/dumps/{dumpId}/rejects', rejects)).toMatchObject({
    items: [{ position: 'line 17' }],
  })
})

test('lists that are read whole have a thousand lines where no limit is given', async () => {
  const limits: number[] = []
  const seen = async ({ limit }: { limit: number }) => {
    limits.push(limit)
    return { items: [], nextCursor: null }
  }
  const one = await aGateway({
    dumps: { ...someDeps().dumps, rejects: (_id, options) => seen(options) },
    mail: { ...someDeps().mail, subscribers: seen, issues: (_date, options) => seen(options) },
    digests: { byDate: async () => null, list: async (options) => (await seen(options)).items },
  })
  for (const url of ['/v1/dumps/d1/rejects', '/v1/subscribers', '/v1/issues/2026-11-24', '/v1/digests'])
    expect((await one.inject({ url, headers: asOperator })).statusCode).toBe(200)
  expect(limits).toEqual([1_000, 1_000, 1_000, 1_000])
})

test.each(['', '/rejects', '/raw', '/events', '/report'])('there is no dump nix%s', async (part) => {
  const response = await ask(`/v1/dumps/nix${part}`)
  expect(response.statusCode).toBe(404)
  expect(response.json()).toMatchObject({ code: 'NOT_FOUND' })
})

test('the bytes come as a download under their name', async () => {
  const response = await ask('/v1/dumps/d1/raw')
  expect(response.body).toBe('abc')
  expect(response.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '3',
    'content-disposition': `attachment; filename="na_ve _x_.txt"; filename*=UTF-8''na%C3%AFve%20%22x%22.txt`,
  })
})

test('the rejects of a dump are parsed again without the rest', async () => {
  sent.length = 0
  const replay = (id: string, only = 'rejects') => ask(`/v1/dumps/${id}/replay?only=${only}`, 'POST')
  const begun = await replay('d1')
  expect(begun.statusCode).toBe(202)
  expect(promised(app, 'POST /v1/dumps/{dumpId}/replay', begun)).toMatchObject({ id: 'd1' })
  expect(sent).toEqual([
    ['dump.rejects', { dumpId: 'm1' }, { key: 'm1' }],
    ['dump.rejects', { dumpId: 'm2' }, { key: 'm2' }],
  ])
  const codes = [await replay('clean'), await replay('nix'), await replay('busy'), await replay('d1', 'all')]
  expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 404, 409, 400])
})

test('a replay is announced', async () => {
  sent.length = 0
  const response = await ask('/v1/dumps/d1/replay', 'POST')
  expect(response.statusCode).toBe(202)
  expect(promised(app, 'POST /v1/dumps/{dumpId}/replay', response)).toMatchObject({ id: 'd1' })
  expect(sent).toEqual([['dump.split', { dumpId: 'd1' }, { key: 'd1' }]])
})

test('an undo is announced, once; one that is over is answered at once', async () => {
  sent.length = 0
  const response = await ask('/v1/dumps/d1/undo', 'POST')
  expect(response.statusCode).toBe(202)
  expect(promised(app, 'POST /v1/dumps/{dumpId}/undo', response)).toMatchObject({ id: 'd1' })
  expect((await ask('/v1/dumps/d2/undo', 'POST')).statusCode).toBe(200)
  expect((await ask('/v1/dumps/gone/undo', 'POST')).statusCode).toBe(404)
  expect(sent).toEqual([['dump.undo', { dumpId: 'd1' }, { key: 'd1' }]])
})

test('events of a dump that has ended are one, and none for who has seen it', async () => {
  const first = await ask('/v1/dumps/d1/events')
  expect(first.headers['content-type']).toContain('text/event-stream')
  expect(first.body).toMatch(/^retry: \d+\nevent: dump\nid: \S+\ndata: \{.*\}\n\n$/)
  const id = /^id: (\S+)$/m.exec(first.body)?.[1] ?? ''
  const headers = { ...asOperator, 'last-event-id': id }
  expect((await app.inject({ url: '/v1/dumps/d1/events', headers })).statusCode).toBe(204)
})

test('the queue is announced again, dead jobs are seen and tried again', async () => {
  const requeue = await ask('/v1/queue/requeue', 'POST')
  expect([requeue.statusCode, promised(app, 'POST /v1/queue/requeue', requeue)]).toEqual([
    202,
    { announced: 5 },
  ])
  const dead = promised(app, 'GET /v1/queue/dead', await ask('/v1/queue/dead'))
  expect(dead).toMatchObject({ items: [{ failedAt: '1970-01-01T00:00:00.000Z', payload: { dumpId: 'd1' } }] })
  const retry = async (query: string) => (await ask(`/v1/queue/dead/retry${query}`, 'POST')).json()
  expect(await retry('')).toEqual({ retried: 2 })
  expect(await retry('?name=dump.split&id=7')).toEqual({ retried: 1 })
  expect(await retry('?id=7')).toMatchObject({ code: 'BAD_REQUEST' })
  expect(await retry('?name=nix')).toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringMatching(/^name /),
  })
})

test('a reindex is accepted', async () => {
  expect((await ask('/v1/search/reindex', 'POST')).statusCode).toBe(202)
})
