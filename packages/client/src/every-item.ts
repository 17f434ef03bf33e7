type Page<T> = { items: T[]; nextCursor: string | null }

/** The items of all pages, each page asked for when the one before it has been used up. */
export async function* everyItem<T>(
  fetchPage: (query: { cursor?: string }) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | null | undefined
  do {
    const page = await fetchPage(cursor ? { cursor } : {})
    yield* page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}
