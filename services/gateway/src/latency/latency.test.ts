import { expect, test } from 'vitest'
import { bucketOf, quantile } from './buckets.ts'
import { readLatency } from './read-latency.ts'
import { searchTimes } from './search-times.ts'

test.each([0.1, 0.3, 1, 4.2, 17, 250, 3_000, 60_000])('what took %d ms is told to 5 %', (ms) => {
  const told = quantile([{ bucket: bucketOf(ms), count: 1 }], 0.5)
  expect(Math.abs((told ?? 0) - ms) / ms).toBeLessThan(0.05)
})

test('quantiles of a thousand known times are near them', () => {
  const times = Array.from({ length: 1_000 }, (_, at) => at + 1)
  const buckets = [...Map.groupBy(times, bucketOf)]
    .map(([bucket, all]) => ({ bucket, count: all.length }))
    .sort((a, b) => a.bucket - b.bucket)
  for (const part of [0.5, 0.95, 0.99])
    expect(Math.abs((quantile(buckets, part) ?? 0) - part * 1_000) / (part * 1_000)).toBeLessThan(0.1)
  expect(quantile([], 0.5)).toBeNull()
})

test('searches that were answered are counted, once, and again when they could not be written', () => {
  const times = searchTimes()
  times.observe({ method: 'GET', route: '/v1/papers', status: 200 }, 5)
  times.observe({ method: 'GET', route: '/', status: 304 }, 5)
  times.observe({ method: 'GET', route: '/v1/papers', status: 429 }, 5)
  times.observe({ method: 'GET', route: '/healthz', status: 200 }, 5)
  const taken = times.take()
  expect(taken).toEqual([{ bucket: bucketOf(5), count: 2 }])
  expect(times.take()).toEqual([])
  times.putBack(taken)
  times.observe({ method: 'GET', route: '/feeds/search.atom', status: 200 }, 5)
  expect(times.take()).toEqual([{ bucket: bucketOf(5), count: 3 }])
})

test('every step of the span is there, also those in which nobody searched', async () => {
  const now = new Date('2026-11-24T12:00:30Z')
  const minute = new Date('2026-11-24T11:59:00Z')
  const searches = async () => [
    { at: minute, bucket: bucketOf(2), count: 99 },
    { at: minute, bucket: bucketOf(800), count: 1 },
  ]
  const { steps, ...whole } = await readLatency({ searches }, 'hour', now)
  expect(steps).toHaveLength(60)
  expect(steps.at(-1)).toMatchObject({ at: '2026-11-24T12:00:00.000Z', searches: 0, p50: null })
  expect(steps.at(-2)).toMatchObject({ at: minute.toISOString(), searches: 100 })
  expect(whole).toMatchObject({ from: '2026-11-24T11:01:00.000Z', searches: 100 })
  expect(whole.p50).toBeCloseTo(2, 0)
  expect((await readLatency({ searches }, 'day', now)).steps).toHaveLength(96)
})
