type Page<T> = { items: T[]; nextCursor: string | null }
type Query = { limit: number; cursor?: string }

/** The first `limit` items, over as many pages as it takes. The rest of the answer is the first page's. */
export async function pages<T, P extends Page<T>>(
  limit: number,
  maxPage: number,
  fetchPage: (query: Query) => Promise<P>,
): Promise<P> {
  const first = await fetchPage({ limit: Math.min(limit, maxPage) })
  const items = [...first.items]
  let cursor = first.nextCursor
  while (cursor !== null && items.length < limit) {
    const page = await fetchPage({ limit: Math.min(limit - items.length, maxPage), cursor })
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return { ...first, items, nextCursor: cursor }
}
