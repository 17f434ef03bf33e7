import { expect, test } from 'vitest'
import { aGateway, aPaper, promised } from '../a-gateway.suite.ts'
import { hubUser } from './hub-user.ts'
import type { HubItem } from './schemas.ts'

const known = aPaper({
  ...{ id: 'known', arxivId: '2411.01234', title: 'Llamas & <Alpacas>', abstract: null, upvotes: 0 },
  ...{ authors: [{ name: 'Ada' }], publishedAt: '2024-11-01T09:00:00.000Z' },
  codeUrls: ['https://gitlab.com/a/b', 'https://github.com/a/b'],
})
const unknown = aPaper({ id: 'own-id', upvotes: 7, firstSeenAt: '2026-11-23T09:30:00.000Z' })
const asked: object[] = []
const app = await aGateway({
  index: {
    search: async (request) => {
      asked.push(request)
      return { total: 2, hits: [known, unknown].map(({ id }) => ({ id, score: 1 })), nextCursor: null }
    },
    similar: async () => [],
    suggest: async () => [],
  },
  papers: {
    byIds: async () => [known, unknown],
    find: async (id) => ({ known, '2411.01234v2': known, 'cs/0112017': unknown })[id] ?? null,
  },
  digests: { list: async () => [{ date: '2026-11-24', papers: 2 }], byDate: async () => null },
  listings: {
    daily: async (options) => {
      asked.push(options)
      return [
        { paper: known, day: '2026-11-24', submitter: { user: 'akhaliq', fullname: 'AK' } },
        { paper: unknown, day: '2026-11-24', submitter: null },
      ]
    },
    byReferences: async () => new Map(),
    datedIds: async () => ({ total: 0, ids: [] }),
    exportBatch: async () => [],
  },
})

test('the daily papers are a bare list of items with what the client reads where it reads it', async () => {
  const response = await app.inject('/api/daily_papers')
  const [first, second] = promised<HubItem[]>(app, 'GET /api/daily_papers', response)
  expect(first).toMatchObject({
    ...{ id: '2411.01234', title: 'Llamas & <Alpacas>', summary: '', upvotes: 0 },
    publishedAt: '2026-11-24T00:00:00.000Z',
    submittedBy: { user: 'akhaliq', fullname: 'AK' },
    githubRepo: 'https://github.com/a/b',
    paper: {
      id: '2411.01234',
      publishedAt: '2024-11-01T09:00:00.000Z',
      authors: [{ name: 'Ada', hidden: false }],
    },
  })
  expect(second).toMatchObject({ id: 'own-id', upvotes: 7, submittedBy: { user: 'operator' } })
  expect(asked.at(-1)).toEqual({ from: '2026-11-24', to: '2026-11-24', sort: 'day', limit: 50, offset: 0 })
})

test.each([
  ['date=2026-11-01&p=100&limit=10', { from: '2026-11-01', to: '2026-11-01', limit: 10, offset: 1000 }],
  ['week=2025-W44&sort=trending', { from: '2025-10-27', to: '2025-11-02', sort: 'trending' }],
  ['submitter=akhaliq', { from: '0001-01-01', submitter: 'akhaliq' }],
  ['date=2026-11-01&submitter=operator', { submitter: null }],
  ['month=2025-10&unheard=of', { from: '2025-10-01', to: '2025-10-31' }],
])('?%s asks for the right days', async (query, options) => {
  expect((await app.inject(`/api/daily_papers?${query}`)).statusCode).toBe(200)
  expect(asked.at(-1)).toMatchObject(options)
})

test('where nothing was fed yet there are no daily papers', async () => {
  const response = await (await aGateway()).inject('/api/daily_papers')
  expect([response.statusCode, response.json()]).toEqual([200, []])
})

test.each([
  ['/api/daily_papers?date=2025-13-40', 400],
  ['/api/daily_papers?week=2025-W54', 400],
  ['/api/daily_papers?sort=rank', 400],
  ['/api/papers/search?limit=0', 400],
  ['/api/papers/nix', 404],
  ['/papers/nix.md', 404],
  ['/api/agent-harnesses', 404],
])('%s is refused as the client reads it', async (url, status) => {
  const response = await app.inject(url)
  expect(response.statusCode).toBe(status)
  const body = response.json()
  expect(body).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
    requestId: expect.any(String),
  })
  if (url === '/api/agent-harnesses') return
  expect(body.error).toBe(body.message)
  expect(response.headers['x-error-message']).toBe(body.message)
})

test('an id with a line break is refused as Markdown is, not with a page', async () => {
  const response = await app.inject('/papers/ni%0Ax.md')
  expect([response.statusCode, response.json().code]).toEqual([404, 'NOT_FOUND'])
})

test('a search is a list too, trending without a query', async () => {
  const response = await app.inject('/api/papers/search?q=llama&limit=2')
  expect(promised<HubItem[]>(app, 'GET /api/papers/search', response)[1]).toMatchObject({
    publishedAt: '2026-11-23T00:00:00.000Z',
    paper: { publishedAt: null },
  })
  expect(asked.at(-1)).toEqual({ q: 'llama', sort: 'relevance', limit: 2 })
  await app.inject('/api/papers/search')
  expect(asked.at(-1)).toEqual({ sort: 'trending', limit: 20 })
})

test.each(['known', '2411.01234v2', 'cs/0112017'])('%s is one flat object', async (id) => {
  const response = await app.inject(`/api/papers/${id}`)
  const body = promised<Record<string, unknown>>(app, 'GET /api/papers/{id}', response)
  expect(body).toMatchObject({ linkedModels: [], numTotalModels: 0, numComments: 0 })
  expect(body).not.toHaveProperty('paper')
})

test('a paper is readable as Markdown', async () => {
  const { headers, body } = await app.inject('/papers/known.md')
  expect(headers['content-type']).toBe('text/markdown; charset=utf-8')
  expect(body).toMatch(/^# Llamas & &lt;Alpacas>\n\nAda\n\n- Paperboy: http:\/\/.*\/papers\/known\n- arXiv: /)
  expect(body).toContain('## Abstract\n\n*No abstract is known.*\n\n## Code\n\n- https://gitlab.com/a/b\n')
  expect((await app.inject('/papers/cs/0112017.md')).statusCode).toBe(200)
  expect((await app.inject('/papers/known')).headers['content-type']).toContain('text/html')
})

test.each([
  [{ user: 'akhaliq', name: 'x', fullname: 'AK' }, 'akhaliq', 'AK'],
  ['ada', 'ada', 'ada'],
  [null, 'operator', 'Operator'],
  [{ user: 7 }, 'operator', 'Operator'],
])('%o is the user %s', (said, user, fullname) => {
  expect(hubUser(said)).toMatchObject({ user, fullname, _id: expect.stringMatching(/^[0-9a-f]{24}$/) })
})
