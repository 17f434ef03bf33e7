import { expect, test } from 'vitest'
import { createThrottle, type Rates } from './throttle.ts'

/** Time that passes only when everybody sleeps. */
function aClock() {
  let now = 0
  const sleepers: { at: number; wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ at: now + ms, wake })),
    async runUntil(done: () => boolean) {
      while (!done()) {
        await new Promise((resolve) => setImmediate(resolve))
        sleepers.sort((a, b) => a.at - b.at)
        const first = sleepers.shift()
        if (!first) continue
        now = Math.max(now, first.at)
        first.wake()
      }
    },
  }
}

async function timesOf(rates: Partial<Rates>, domains: string[]): Promise<number[]> {
  const clock = aClock()
  const all = { perSecond: 1_000, perDomainPerSecond: 1_000, perDomainConcurrency: 100, ...rates }
  const throttle = createThrottle(all, clock, new AbortController().signal)
  const times: number[] = []
  const sends = domains.map((domain, at) =>
    throttle(domain, async () => {
      times[at] = clock.now()
    }),
  )
  await clock.runUntil(() => Object.keys(times).length === domains.length)
  await Promise.all(sends)
  return times
}

test('a second lets through its rate', async () => {
  const times = await timesOf({ perSecond: 10 }, Array(45).fill('example.com'))
  for (let second = 0; second < 3; second++) {
    const within = times.filter((time) => time >= second * 1_000 && time < (second + 1) * 1_000)
    expect(within.length).toBeLessThanOrEqual(second === 0 ? 20 : 10)
  }
  expect(Math.max(...times)).toBeGreaterThan(3_000)
})

test('a slow domain does not hold up another', async () => {
  const times = await timesOf({ perDomainPerSecond: 1 }, [...Array(5).fill('slow.example'), 'other.example'])
  expect(times[5]).toBeLessThan(10)
  expect(times[4]).toBeGreaterThanOrEqual(3_000)
})
