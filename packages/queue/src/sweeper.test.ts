import { once } from 'node:events'
import { createLogger } from '@paperboy/service-kit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startSweeper } from './sweeper.ts'

const log = createLogger('test', 'silent')
const SOON = { timeout: 4_000, interval: 5 }

function sweep(options: Partial<Parameters<typeof startSweeper>[0]>) {
  const sweeper = startSweeper({ everyMs: 5, log, run: async () => {}, ...options })
  onTestFinished(() => sweeper.stop())
  return sweeper
}

test('sweeps again and again, also after a sweep that failed', async () => {
  let runs = 0
  sweep({
    run: async () => {
      runs += 1
      throw new Error('database is away')
    },
  })
  await vi.waitFor(() => expect(runs).toBeGreaterThan(3), SOON)
})

test('never sweeps twice at once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let [running, most, runs] = [0, 0, 0]
  sweep({
    everyMs: 1,
    run: async () => {
      running += 1
      runs += 1
      most = Math.max(most, running)
      if (runs === 1) await promise
      running -= 1
    },
  })
  await vi.waitFor(() => expect(running).toBe(1), SOON)
  resolve()
  await vi.waitFor(() => expect(runs).toBeGreaterThan(3), SOON)
  expect(most).toBe(1)
})

test('sweeps at once only when asked to', async () => {
  const runs: string[] = []
  sweep({ everyMs: 60_000, run: async () => void runs.push('later') })
  sweep({ everyMs: 60_000, runOnStart: true, run: async () => void runs.push('at once') })
  await vi.waitFor(() => expect(runs).toEqual(['at once']), SOON)
})

test('stop aborts the sweep at work and waits for it', async () => {
  const events: string[] = []
  const sweeper = sweep({
    runOnStart: true,
    run: async (signal) => {
      events.push('begun')
      await once(signal, 'abort')
      events.push('ended')
    },
  })
  await vi.waitFor(() => expect(events).toEqual(['begun']), SOON)
  await sweeper.stop()
  await sweeper.stop()
  expect(events).toEqual(['begun', 'ended'])
})
