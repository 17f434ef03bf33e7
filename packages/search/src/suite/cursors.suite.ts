import type { SearchRequest } from '@paperboy/contracts'
import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, paperId, put } from './documents.ts'
import { type Fixture, ids, withIndex } from './with-index.ts'

const MINUTE_MS = 60_000
const PAPERS = 250

/** Follows the cursor to the end; `between` runs after each page. */
async function walk(
  fixture: Fixture,
  request: Partial<SearchRequest>,
  between?: (page: number) => Promise<void>,
) {
  const seen: string[] = []
  const totals = new Set<number>()
  let cursor: string | null = null
  for (let pages = 1; ; pages++) {
    const page = await fixture.find({ ...request, ...(cursor === null ? {} : { cursor }) })
    if (cursor !== null || page.hits.length > 0) expect(page.hits.length, 'no empty page').toBeGreaterThan(0)
    seen.push(...ids(page))
    totals.add(page.total)
    cursor = page.nextCursor
    if (cursor === null) return { seen, totals: [...totals], pages }
    expect(cursor).toMatch(/^[\w-]+$/)
    await between?.(pages)
  }
}

export function describeCursors(name: string, make: MakeIndex): void {
  const papers = Array.from({ length: PAPERS }, (_, n) =>
    put(
      aDocument(n % 50, {
        id: paperId(n),
        title: `Walking ${n % 7 === 0 ? 'walking' : ''} paper ${n}`,
        abstract: 'word '.repeat(n % 5),
      }),
    ),
  )
  const all = papers.map((action) => action.id).sort()

  describe(`${name}: cursors`, () => {
    const fixture = withIndex(make, papers)

    test.each([
      { q: 'walking', limit: 7 },
      { q: 'walking', limit: 50 },
      { q: 'walking', limit: 100, sort: 'newest' as const },
      { sort: 'trending' as const, limit: 33 },
      { sort: 'newest' as const, limit: 100 },
      { q: 'walking', limit: 1, to: '2026-11-02' },
    ])('every paper is visited exactly once: $q $sort $limit', async (request) => {
      const { seen, totals, pages } = await walk(fixture(), request)
      expect(new Set(seen).size).toBe(seen.length)
      if (!request.to) expect([...seen].sort()).toEqual(all)
      expect(totals).toEqual([seen.length])
      expect(pages).toBe(Math.ceil(seen.length / request.limit))
      if (request.limit > 5) {
        const whole = await fixture().find({ ...request, limit: 100 })
        expect(seen.slice(0, whole.hits.length)).toEqual(ids(whole))
      }
    })

    test('score, highlight and facets are there on every page', async () => {
      const { find } = fixture()
      const request = { q: 'walking', limit: 90, highlight: true, facets: ['month' as const] }
      let page = await find(request)
      const facets = page.facets
      while (page.nextCursor !== null) {
        page = await find({ ...request, cursor: page.nextCursor })
        expect(page.facets).toEqual(facets)
        for (const hit of page.hits) {
          expect(hit.score).toBeGreaterThan(0)
          expect(hit.highlight?.title).toContain('<mark>')
        }
      }
    })

    test('the limit may change between pages, and a cursor can be used again', async () => {
      const { find } = fixture()
      const first = await find({ q: 'walking', limit: 10 })
      const second = await find({ q: 'walking', limit: 20, cursor: first.nextCursor! })
      expect(ids(await find({ q: 'walking', limit: 20, cursor: first.nextCursor! }))).toEqual(ids(second))
      const third = await find({ q: 'walking', limit: 5, cursor: second.nextCursor! })
      expect(ids(await find({ q: 'walking', limit: 5, cursor: second.nextCursor! }))).toEqual(ids(third))
      expect(new Set([...ids(first), ...ids(second), ...ids(third)]).size).toBe(35)
    })

    test('a cursor with another query, sort or filter is a mismatch; garbage is a bad request', async () => {
      const { find } = fixture()
      const first = await find({ q: 'walking', limit: 10 })
      const second = await find({ q: 'walking', limit: 10, cursor: first.nextCursor! })
      for (const cursor of [first.nextCursor!, second.nextCursor!]) {
        await expect(find({ q: 'walk', cursor })).rejects.toMatchObject({ code: 'CURSOR_MISMATCH' })
        await expect(find({ q: 'walking', sort: 'newest', cursor })).rejects.toMatchObject({
          code: 'CURSOR_MISMATCH',
        })
        await expect(find({ q: 'walking', from: '2026-01-01', cursor })).rejects.toMatchObject({
          code: 'CURSOR_MISMATCH',
        })
        await expect(find({ q: 'walking', hasCode: true, cursor })).rejects.toMatchObject({
          code: 'CURSOR_MISMATCH',
        })
      }
      const forged = Buffer.from('{"kind":"next","after":[]}').toString('base64url')
      for (const cursor of ['', 'x', '%%%', 'e30', forged, first.nextCursor!.slice(0, -9)]) {
        await expect(find({ q: 'walking', cursor }), cursor).rejects.toMatchObject({
          code: 'BAD_REQUEST',
          message: expect.stringContaining('cursor'),
        })
      }
    })

    test('a cursor lives ten minutes after its last use', async () => {
      const { find, pass } = fixture()
      const first = await find({ q: 'walking', limit: 10 })
      pass(9 * MINUTE_MS)
      const second = await find({ q: 'walking', limit: 10, cursor: first.nextCursor! })
      pass(9 * MINUTE_MS)
      const again = await find({ q: 'walking', limit: 10, cursor: second.nextCursor! })
      pass(9 * MINUTE_MS)
      expect(ids(await find({ q: 'walking', limit: 10, cursor: second.nextCursor! }))).toEqual(ids(again))
      await expect(find({ q: 'walking', limit: 10, cursor: first.nextCursor! })).rejects.toMatchObject({
        code: 'CURSOR_EXPIRED',
      })
      pass(11 * MINUTE_MS)
      await expect(find({ q: 'walking', limit: 10, cursor: second.nextCursor! })).rejects.toMatchObject({
        code: 'CURSOR_EXPIRED',
      })
    })
  })

  describe(`${name}: cursors while papers arrive, change and go`, () => {
    const fixture = withIndex(make, papers)

    test.each(['relevance', 'trending', 'newest'] as const)(
      'by %s, each paper that still matches is visited exactly once',
      async (sort) => {
        const { write } = fixture()
        const run = { relevance: 1, trending: 2, newest: 3 }[sort]
        const { seen, totals } = await walk(fixture(), { q: 'walking', sort, limit: 20 }, async (page) => {
          const moved = papers.slice((page - 1) * 15, page * 15 + 40).map(({ id }, n) =>
            put(
              aDocument(60 + ((n * 7) % 40), {
                id,
                title: `${'walking '.repeat(n % 4)} walking again`,
                trending: (n * 37) % 2000,
              }),
              run * 100 + page,
            ),
          )
          const arrived = [0, 1, 2].map((n) =>
            put(
              aDocument(90 + n, {
                id: `new-${sort}-${page}-${n}`,
                title: 'Walking walking walking',
                trending: 5000,
              }),
            ),
          )
          await write([...moved, ...arrived])
        })
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.filter((id) => !id.startsWith('new-')).sort()).toEqual(all)
        expect(totals).toHaveLength(1)
      },
    )

    test('a cursor survives the switch to another generation or says that it expired', async () => {
      const { admin, index, find } = fixture()
      const first = await find({ q: 'walking', limit: 100 })
      const second = await find({ q: 'walking', limit: 20, cursor: first.nextCursor! })
      const next = await admin.create()
      await index.write(papers, { index: next })
      await index.refresh(next)
      await admin.promote(next)
      const third = await find({ q: 'walking', limit: 100, cursor: second.nextCursor! })
      expect(new Set([...ids(first), ...ids(second), ...ids(third)]).size).toBe(120 + third.hits.length)
    })
  })
}
