import { AppError } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { aGateway, aPaper, promised } from '../a-gateway.suite.ts'
import type { GatewayDeps } from '../deps.ts'

const route = 'GET /v1/papers'
type Search = GatewayDeps['index']['search']

function searching(search: Search) {
  return aGateway({
    index: { search, similar: async () => [], suggest: async () => [] },
    papers: {
      byIds: async (ids) => ids.filter((id) => id !== 'gone').map((id) => aPaper({ id })),
      find: async () => null,
    },
  })
}

const empty = await aGateway()

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=many', 'limit'],
  ['from=2026-02-30', 'from'],
  ['to=yesterday', 'to'],
  ['from=2026-02-02&to=2026-02-01', 'from'],
  ['hasCode=perhaps', 'hasCode'],
  ['sort=best', 'sort'],
  ['facets=month,planet', 'facets'],
  ['colour=red', 'colour'],
  [`q=${'x'.repeat(501)}`, 'q'],
  ['q=a&q=b', 'q'],
])('?%s is refused and names the parameter', async (query, name) => {
  const response = await empty.inject(`/v1/papers?${query}`)
  expect(response.statusCode).toBe(400)
  const body = promised<{ code: string; message: string }>(empty, route, response)
  expect(body.code).toBe('BAD_REQUEST')
  expect(body.message).toMatch(new RegExp(`^${name}\\b`))
})

test('what was asked reaches the index', async () => {
  let asked: unknown
  const app = await searching(async (request) => {
    asked = request
    return { total: 0, hits: [], nextCursor: null }
  })
  await app.inject(
    '/v1/papers?q=%20deep%20&from=2026-01-01&to=2026-01-02&hasCode=true&limit=7&facets=month&highlight=true',
  )
  expect(asked).toEqual({
    ...{ q: 'deep', sort: 'relevance', from: '2026-01-01', to: '2026-01-02', hasCode: true, limit: 7 },
    ...{ facets: ['month'], highlight: true },
  })
})

test.each([
  ['', 'trending'],
  ['?q=%20', 'trending'],
  ['?sort=relevance', 'trending'],
  ['?sort=newest', 'newest'],
  ['?q=a', 'relevance'],
  ['?q=a&sort=trending', 'trending'],
])('the order of "%s" is %s', async (query, sort) => {
  let asked: string | undefined
  const app = await searching(async (request) => {
    asked = request.sort
    return { total: 0, hits: [], nextCursor: null }
  })
  await app.inject(`/v1/papers${query}`)
  expect(asked).toBe(sort)
})

test('hits get what is known of the papers, score and highlight; a paper that is gone is left out', async () => {
  const highlight = { title: '<mark>A</mark>', abstract: ['x'] }
  const app = await searching(async () => ({
    total: 3,
    hits: [
      { id: 'two', score: 2, highlight },
      { id: 'gone', score: 1.5 },
      { id: 'one', score: 1 },
    ],
    nextCursor: 'next',
    notice: 'Searched as plain words.',
    facets: { month: [{ value: '2026-11', count: 3 }] },
  }))
  const response = await app.inject('/v1/papers?q=a&highlight=true&facets=month')
  const body = promised<{ items: object[] }>(app, route, response)
  expect(body).toMatchObject({ total: 3, nextCursor: 'next', notice: 'Searched as plain words.' })
  expect(body.items).toMatchObject([
    { id: 'two', score: 2, highlight },
    { id: 'one', score: 1 },
  ])
})

test('without q there is neither score nor highlight', async () => {
  const app = await searching(async () => ({ total: 1, hits: [{ id: 'one', score: 1 }], nextCursor: null }))
  const { items } = promised<{ items: object[] }>(app, route, await app.inject('/v1/papers'))
  expect(items[0]).not.toHaveProperty('score')
  expect(items[0]).not.toHaveProperty('highlight')
})

test('a cursor that has expired is 410', async () => {
  const app = await searching(async () => {
    throw new AppError('CURSOR_EXPIRED', 'The cursor is no longer valid. Start again without cursor.')
  })
  const response = await app.inject('/v1/papers?cursor=abc')
  expect(response.statusCode).toBe(410)
  expect(promised(app, route, response)).toMatchObject({ code: 'CURSOR_EXPIRED' })
})

test('the same page again is 304, however long it took', async () => {
  const app = await searching(async () => ({
    total: 1,
    hits: [{ id: 'one', score: null }],
    nextCursor: null,
  }))
  const first = await app.inject('/v1/papers')
  const headers = { 'if-none-match': String(first.headers.etag) }
  const second = await app.inject({ url: '/v1/papers', headers })
  expect([first.statusCode, second.statusCode, second.body]).toEqual([200, 304, ''])
})

test('while a dependency is away the answer is 503 and says nothing of it', async () => {
  const app = await searching(async () => {
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:9200'), { code: 'ECONNREFUSED' })
  })
  const response = await app.inject('/v1/papers')
  expect(response.statusCode).toBe(503)
  expect(response.headers['retry-after']).toBe('5')
  expect(JSON.stringify(promised(app, route, response))).not.toMatch(/10\.1\.2\.3|ECONN/)
})

test('a fault of our own is 500 and says nothing of it', async () => {
  const app = await searching(async () => {
    throw new Error('secret detail')
  })
  const response = await app.inject('/v1/papers')
  expect(response.statusCode).toBe(500)
  expect(response.json()).toMatchObject({ code: 'INTERNAL' })
  expect(response.body).not.toContain('secret')
})
