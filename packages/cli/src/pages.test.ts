import { expect, test } from 'vitest'
import { pages } from './pages.ts'

const ALL = [1, 2, 3, 4, 5]

/** Numbers from a cursor on, as the gateway pages them. */
async function numbers({ limit, cursor = '0' }: { limit: number; cursor?: string }) {
  const end = Number(cursor) + limit
  const items = ALL.slice(Number(cursor), end)
  return { items, nextCursor: end < ALL.length ? String(end) : null, total: ALL.length }
}

test.each([
  [1, [1], '1'],
  [4, [1, 2, 3, 4], '4'],
  [5, ALL, null],
  [99, ALL, null],
])('the first %i, two a page', async (limit, items, nextCursor) => {
  expect(await pages(limit, 2, numbers)).toEqual({ items, nextCursor, total: 5 })
})
