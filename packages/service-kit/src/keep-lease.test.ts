import { expect, test, vi } from 'vitest'
import { keepLease } from './keep-lease.ts'

test('a renewal that waits is not followed by another; one that failed is', async () => {
  const ends: (() => void)[] = []
  let asked = 0
  const lease = keepLease(() => {
    asked++
    if (asked > 1) return Promise.reject(new Error('away'))
    return new Promise<void>((resolve) => ends.push(resolve))
  }, 1)
  let turns = 0
  await vi.waitUntil(() => ++turns > 20, { interval: 2 })
  expect(asked).toBe(1)
  ends[0]?.()
  await vi.waitUntil(() => asked > 2)
  lease.stop()
})
