import type { Bucket } from '@paperboy/database'
import { bucketOf } from './buckets.ts'

/** Where people and programs search, or read the list of what is trending. */
const SEARCHES = new Set([
  ...['/', '/v1/papers', '/api/papers/search', '/api/query'],
  ...['/feeds/search.atom', '/feeds/search.rss', '/feeds/search.json'],
])

export type SearchTimes = {
  observe(request: { method: string; route: string; status: number }, ms: number): void
  /** What was observed since the last time; `putBack` when it could not be written. */
  take(): Bucket[]
  putBack(buckets: Bucket[]): void
}

/** How long the searches of this process took, from the request to the end of the answer. */
export function searchTimes(): SearchTimes {
  let counts = new Map<number, number>()
  const add = (bucket: number, count: number) => counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  return {
    observe({ method, route, status }, ms) {
      if (method === 'GET' && status < 400 && SEARCHES.has(route)) add(bucketOf(ms), 1)
    },
    take() {
      const taken = [...counts].map(([bucket, count]) => ({ bucket, count }))
      counts = new Map()
      return taken
    },
    putBack(buckets) {
      for (const { bucket, count } of buckets) add(bucket, count)
    },
  }
}
