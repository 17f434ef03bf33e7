import type { AddressInfo } from 'node:net'
import { waitFor } from '@paperboy/testkit'
import { expect, test } from 'vitest'
import { aGateway, aPaper, elsewhere, type Given } from '../a-gateway.suite.ts'

const id = (n: number) => `p${String(n).padStart(5, '0')}`
const TOTAL = 1_200

function exporting(given: Given = {}) {
  const batches: (string | undefined)[] = []
  const app = aGateway({
    index: {
      search: async ({ cursor, limit }) => {
        const from = Number(cursor ?? 0)
        // Not in the order of ids.
        const hits = Array.from({ length: limit }, (_, n) => ({
          id: id(TOTAL - 1 - from - n),
          score: null,
        })).filter((_, n) => from + n < TOTAL)
        return { total: TOTAL, hits, nextCursor: from + limit < TOTAL ? String(from + limit) : null }
      },
      similar: async () => [],
      suggest: async () => [],
    },
    papers: { byIds: async (ids) => ids.map((it) => aPaper({ id: it })), find: async () => null },
    listings: {
      daily: async () => [],
      byReferences: async () => new Map(),
      datedIds: async () => ({ total: 0, ids: [] }),
      exportBatch: async ({ after, limit }) => {
        batches.push(after)
        const from = after === undefined ? 0 : Number(after.slice(1)) + 1
        return Array.from({ length: Math.min(limit, TOTAL - from) }, (_, n) => aPaper({ id: id(from + n) }))
      },
    },
    ...given,
  })
  return { app, batches }
}

const idsOf = (body: string) =>
  body
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)
const all = Array.from({ length: TOTAL }, (_, n) => id(n))

test.each(['/v1/papers.jsonl', '/v1/papers.jsonl?q=deep'])(
  '%s has every paper once, by id, and goes on',
  async (url) => {
    const app = await exporting().app
    const { body, headers } = await app.inject(url)
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
    expect(idsOf(body)).toEqual(all)
    const rest = await app.inject(`${url}${url.includes('?') ? '&' : '?'}after=${id(700)}`)
    expect(idsOf(rest.body)).toEqual(all.slice(701))
  },
)

test('HEAD tells what there is and reads nothing', async () => {
  const { app, batches } = exporting()
  const head = await (await app).inject({ method: 'HEAD', url: '/v1/papers.jsonl' })
  expect([head.statusCode, head.headers['content-type'], head.body]).toEqual([
    ...[200, 'application/x-ndjson; charset=utf-8', ''],
  ])
  const wrong = '/v1/papers.jsonl?from=2026-02-02&to=2026-02-01'
  expect((await (await app).inject({ method: 'HEAD', url: wrong })).statusCode).toBe(400)
  expect(batches).toEqual([])
})

test('who does not read is not read for', async () => {
  let read = 0
  const big = 'x'.repeat(20_000)
  const { app } = exporting({
    listings: {
      daily: async () => [],
      byReferences: async () => new Map(),
      datedIds: async () => ({ total: 0, ids: [] }),
      exportBatch: async ({ limit }) => {
        read += 1
        return Array.from({ length: limit }, (_, n) => aPaper({ id: id(read * limit + n), abstract: big }))
      },
    },
  })
  const server = await app
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  const gone = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}/v1/papers.jsonl`, { signal: gone.signal })
  const reader = response.body!.getReader()
  await reader.read()
  let before = -1
  const buffersAreFull = () => {
    const same = before === read
    before = read
    return same
  }
  await waitFor(buffersAreFull, { timeoutMs: 10_000, everyMs: 200, describe: 'reading to rest' })
  expect(read).toBeLessThan(10)
  gone.abort()
  await server.close()
})

test.each([
  ['from=2026-02-02&to=2026-02-01', 'from'],
  ['after=', 'after'],
  ['limit=3', 'limit'],
  ['hasCode=perhaps', 'hasCode'],
])('?%s is refused and names the parameter', async (query, name) => {
  const response = await (await exporting().app).inject(`/v1/papers.jsonl?${query}`)
  expect(response.statusCode).toBe(400)
  expect(response.json().message).toMatch(new RegExp(`^${name}\\b`))
})

test('exports count apart from other requests', async () => {
  const app = await exporting({ papers: { byIds: async () => [], find: async () => null } }).app
  const ask = (url: string) => app.inject({ url, remoteAddress: elsewhere })
  for (let n = 0; n < 30; n++) expect((await ask('/v1/papers.jsonl?q=a')).statusCode).toBe(200)
  const refused = await ask('/v1/papers.jsonl?q=a')
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'RATE_LIMITED'])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60)
  expect((await ask('/v1/papers')).statusCode).toBe(200)
})
