import type { PaperSources } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { aGateway, aPaper, asOperator, promised } from '../a-gateway.suite.ts'
import { signedIn } from '../pages/operator/an-operator.suite.ts'

const stood = {
  ...{ dumpId: 'd1', filename: 'a <b>.txt', format: 'jsonl', date: '2026-11-01', position: 'line 7' },
  seenAt: '2026-11-01T00:00:00.000Z',
}
const found: PaperSources = {
  ...{ id: 'abc123', title: 'A Paper on Something', sayings: 1, complete: true },
  facts: [{ field: 'title', value: 'A Paper on Something', sayings: 1, sources: [stood] }],
}
const given = {
  papers: { byIds: async () => [], find: async () => aPaper() },
  paperSources: async () => found,
}

test('the sources of a paper are for operators alone', async () => {
  const app = await aGateway(given)
  expect((await app.inject('/v1/papers/abc123/sources')).statusCode).toBe(401)
  const answer = await app.inject({ url: '/v1/papers/abc123/sources', headers: asOperator })
  expect(promised(app, 'GET /v1/papers/{id}/sources', answer)).toEqual(found)
  const unknown = await aGateway()
  const missing = await unknown.inject({ url: '/v1/papers/nothing/sources', headers: asOperator })
  expect(missing.statusCode).toBe(404)
})

test('the page of a paper leads there for who has signed in, and for nobody else', async () => {
  const { app, get } = await signedIn(given)
  const link = '/operator/papers/abc123/sources'
  expect((await app.inject('/papers/abc123')).body).not.toContain(link)
  expect((await get('/papers/abc123')).body).toContain(`href="${link}"`)
  const page = await get(link)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('<a href="/operator/dumps/d1">a &lt;b&gt;.txt</a>, line 7')
  expect((await app.inject(link)).statusCode).toBe(401)
})
