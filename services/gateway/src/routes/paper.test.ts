import { expect, test } from 'vitest'
import { aGateway, aPaper, promised } from '../a-gateway.suite.ts'

/** A gateway whose papers answer to their reference, so a test sees which one arrived. */
function echoing() {
  return aGateway({
    papers: {
      find: async (reference) => (reference === 'nix' ? null : aPaper({ id: 'p1', title: reference })),
      byIds: async (ids) => ids.map((id) => aPaper({ id })),
    },
    index: {
      search: async () => ({ total: 0, hits: [], nextCursor: null }),
      similar: async (id, limit) => [{ id: `${id}-like-${limit}`, score: 1 }],
      suggest: async () => [],
    },
  })
}

const app = await echoing()

const references = [
  ['abc123', 'abc123'],
  ['1706.03762', '1706.03762'],
  ['1706.03762v3', '1706.03762v3'],
  ['cs/0112017v1', 'cs/0112017v1'],
  ['cs%2F0112017', 'cs/0112017'],
  ['10.1000/ab(c)/d', '10.1000/ab(c)/d'],
  ['10.1000%2Fab%28c%29%2Fd', '10.1000/ab(c)/d'],
  ['https%3A%2F%2Fdoi.org%2F10.1000%2Fab.pdf', '10.1000/ab.pdf'],
  ['https://arxiv.org/abs/1706.03762v3', '1706.03762v3'],
  ['http%3A%2F%2Farxiv.org%2Fpdf%2Fcs%2F0112017v1.pdf', 'cs/0112017v1'],
  [`10.1000/${'x'.repeat(300)}`, `10.1000/${'x'.repeat(300)}`],
]

test.each(references)('%s is a reference', async (path, reference) => {
  const response = await app.inject(`/v1/papers/${path}`)
  expect(promised(app, 'GET /v1/papers/{id}', response)).toMatchObject({ title: reference })
})

test.each(references)('%s has similar papers', async (path) => {
  const response = await app.inject(`/v1/papers/${path}/similar?limit=3`)
  expect(promised(app, 'GET /v1/papers/{id}/similar', response)).toMatchObject({
    items: [{ id: 'p1-like-3' }],
  })
})

test.each(references)('%s.bib is BibTeX', async (path, reference) => {
  const response = await app.inject(`/v1/papers/${path}.bib`)
  expect(response.headers['content-type']).toBe('application/x-bibtex; charset=utf-8')
  expect(response.body).toMatch(/^@misc\{paperboy-p1,\n {2}title = /)
  expect(response.body).toContain(reference?.slice(0, 6).replaceAll('_', '\\_'))
})

test('a paper that is not there is 404 and says what a reference may be', async () => {
  for (const path of ['nix', 'nix/similar', 'nix.bib']) {
    const response = await app.inject(`/v1/papers/${path}`)
    expect(response.statusCode).toBe(404)
    expect(response.json()).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('DOI') })
  }
})

test('a reference that cannot be decoded is 400', async () => {
  const response = await app.inject('/v1/papers/%zz')
  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({ code: 'BAD_REQUEST', requestId: expect.any(String) })
})

test('a reference with a NUL is no paper', async () => {
  const response = await app.inject('/v1/papers/%00')
  expect(response.statusCode).toBe(404)
})
