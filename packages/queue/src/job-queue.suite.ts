import type { JobPayload } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { describe, expect, test, vi } from 'vitest'
import { describeFaults } from './job-queue-faults.suite.ts'
import { sendUnchecked } from './send-unchecked.suite.ts'
import { gate, testQueues } from './test-queue.suite.ts'

const SOON = { timeout: 10_000, interval: 10 }

/** What every backend of the job queue must do. */
export function describeJobQueue(url: string): void {
  describeDelivery(url)
  describeFailure(url)
  describeKeys(url)
  describeFaults(url)
}

function describeDelivery(url: string): void {
  describe('delivery', () => {
    test('a job reaches its handler with its payload, and only jobs of that name do', async () => {
      const queue = await testQueues(url).open()
      const seen: unknown[] = []
      await queue.consume('chunk.parse', async (payload, { attempt, jobId, signal }) => {
        expect(jobId).toBeTruthy()
        seen.push([payload, attempt, signal.aborted])
      })
      await queue.send('dump.split', { dumpId: 'not for us' })
      await queue.send('chunk.parse', { dumpId: 'd', run: 1, seq: 7 })
      await vi.waitFor(() => expect(seen).toEqual([[{ dumpId: 'd', run: 1, seq: 7 }, 1, false]]), SOON)
      expect((await queue.depths())['dump.split']).toMatchObject({ waiting: 1, active: 0, failed: 0 })
    })

    test('a malformed payload is refused at the sender', async () => {
      const queue = await testQueues(url).open()
      const malformed = { dumpId: 'd', run: 'one', seq: 1 } as unknown as JobPayload<'chunk.parse'>
      const refusal = { code: 'BAD_REQUEST', message: expect.stringContaining('/run') }
      await expect(queue.send('chunk.parse', malformed)).rejects.toMatchObject(refusal)
      await expect(queue.sendMany('chunk.parse', [{ payload: malformed }])).rejects.toMatchObject(refusal)
      expect((await queue.depths())['chunk.parse'].waiting).toBe(0)
    })

    test('a job that is to be first goes before those that wait', async () => {
      const queue = await testQueues(url).open()
      await queue.sendMany('dump.split', [{ payload: { dumpId: 'a' } }, { payload: { dumpId: 'b' } }])
      await queue.sendMany('dump.split', [{ payload: { dumpId: 'begun' }, key: 'begun', first: true }])
      const seen: string[] = []
      await queue.consume('dump.split', async ({ dumpId }) => void seen.push(dumpId))
      await vi.waitFor(() => expect(seen).toEqual(['begun', 'a', 'b']), SOON)
    })

    test('a thousand jobs sent together all arrive, once each', async () => {
      const queue = await testQueues(url).open()
      const items = Array.from({ length: 1_000 }, (_, i) => ({ payload: { dumpId: `d${i}` }, key: `d:${i}` }))
      await queue.sendMany('dump.split', items)
      const depth = (await queue.depths())['dump.split']
      expect(depth.waiting).toBe(1_000)
      expect(depth.oldestWaitingMs).toBeGreaterThanOrEqual(0)
      const seen: string[] = []
      await queue.consume('dump.split', async ({ dumpId }) => void seen.push(dumpId), { concurrency: 25 })
      await vi.waitFor(() => expect(seen).toHaveLength(1_000), { timeout: 60_000, interval: 20 })
      expect(new Set(seen).size).toBe(1_000)
      await vi.waitFor(
        async () =>
          expect((await queue.depths())['dump.split']).toEqual({
            waiting: 0,
            active: 0,
            delayed: 0,
            failed: 0,
            oldestWaitingMs: null,
          }),
        SOON,
      )
    })

    test('a delayed job waits, and a prioritized one goes after those without priority', async () => {
      const queue = await testQueues(url).open()
      await queue.send('dump.split', { dumpId: 'delayed' }, { delayMs: 3_000.7 })
      await queue.send('dump.split', { dumpId: 'low' }, { priority: 20 })
      await queue.send('dump.split', { dumpId: 'high' }, { priority: 10 })
      await queue.send('dump.split', { dumpId: 'first' })
      expect((await queue.depths())['dump.split']).toMatchObject({ waiting: 3, delayed: 1 })
      const seen: string[] = []
      await queue.consume('dump.split', async ({ dumpId }) => void seen.push(dumpId))
      await vi.waitFor(() => expect(seen).toEqual(['first', 'high', 'low', 'delayed']), SOON)
    })

    test('no more jobs run at once than the concurrency allows', async () => {
      const queue = await testQueues(url).open()
      const hold = gate()
      let [running, most] = [0, 0]
      const handler = async () => {
        running += 1
        most = Math.max(most, running)
        await hold.opened
        running -= 1
      }
      await queue.consume('dump.split', handler, { concurrency: 3 })
      await queue.sendMany(
        'dump.split',
        Array.from({ length: 10 }, (_, i) => ({ payload: { dumpId: `d${i}` } })),
      )
      await vi.waitFor(() => expect(running).toBe(3), SOON)
      hold.open()
      await vi.waitFor(async () => expect((await queue.depths())['dump.split'].waiting).toBe(0), SOON)
      await vi.waitFor(() => expect(running).toBe(0), SOON)
      expect(most).toBe(3)
    })

    test('no more jobs start per second than the rate allows', async () => {
      const queue = await testQueues(url).open()
      await queue.sendMany(
        'dump.split',
        Array.from({ length: 12 }, (_, i) => ({ payload: { dumpId: `d${i}` } })),
      )
      const starts: number[] = []
      const options = { concurrency: 12, ratePerSecond: 5 }
      await queue.consume('dump.split', async () => void starts.push(performance.now()), options)
      await vi.waitFor(() => expect(starts).toHaveLength(12), SOON)
      // 5, 5 and 2: two whole windows lie between the first and the last.
      expect(starts.at(-1)! - starts[0]!).toBeGreaterThan(1_000)
    })

    test('a paused consumer starts nothing for that time, then goes on', async () => {
      const queue = await testQueues(url).open()
      const starts: number[] = []
      const consumer = await queue.consume('dump.split', async () => void starts.push(performance.now()))
      const paused = performance.now()
      await consumer.pause(500)
      await queue.send('dump.split', { dumpId: 'd' })
      await vi.waitFor(() => expect(starts).toHaveLength(1), SOON)
      expect(starts[0]! - paused).toBeGreaterThan(400)
    })
  })
}

function describeFailure(url: string): void {
  describe('failure', () => {
    test('a failed job is tried again, later and later, until it succeeds', async () => {
      const queue = await testQueues(url).open({ backoffMs: 40 })
      const attempts: number[] = []
      await queue.consume('dump.split', async (_, { attempt }) => {
        attempts.push(attempt)
        if (attempt < 4) throw new Error('not yet')
      })
      await queue.send('dump.split', { dumpId: 'd' })
      await vi.waitFor(() => expect(attempts).toEqual([1, 2, 3, 4]), SOON)
      expect(await queue.dead()).toEqual([])
    })

    test('a job that never succeeds ends in the dead view after its last attempt', async () => {
      const queue = await testQueues(url).open({ attempts: 3, backoffMs: 5 })
      await queue.consume('dump.split', () => Promise.reject(new Error('no luck')))
      const before = Date.now()
      await queue.send('dump.split', { dumpId: 'd' })
      const [dead] = await vi.waitUntil(async () => {
        const jobs = await queue.dead({ name: 'dump.split' })
        return jobs.length > 0 && jobs
      }, SOON)
      expect(dead).toMatchObject({
        name: 'dump.split',
        payload: { dumpId: 'd' },
        reason: 'no luck',
        attempts: 3,
      })
      expect(dead!.failedAt.getTime()).toBeGreaterThanOrEqual(before)
      expect((await queue.depths())['dump.split']).toMatchObject({ failed: 1, waiting: 0, delayed: 0 })
    })

    test('Bull Board sees it with its reason, and may change nothing', async () => {
      const queue = await testQueues(url).open({ attempts: 1 })
      await queue.consume('dump.split', () => Promise.reject(new Error('no luck')))
      await queue.send('dump.split', { dumpId: 'd' })
      await vi.waitFor(async () => expect(await queue.dead()).toHaveLength(1), SOON)
      const boards = await queue.boardQueues()
      const board = boards.find(({ displayName }) => displayName === 'dump.split')
      expect(boards.every(({ readOnlyMode }) => readOnlyMode)).toBe(true)
      const [job] = (await board?.getJobs(['failed'])) ?? []
      expect(job?.toJSON()).toMatchObject({ failedReason: 'no luck', data: { dumpId: 'd' } })
      expect(await board?.getJobCounts()).toMatchObject({ failed: 1 })
    })

    test('a permanent failure is not tried again; retryDead sends it anew', async () => {
      const queue = await testQueues(url).open()
      let [broken, runs] = [true, 0]
      await queue.consume('dump.split', async () => {
        runs += 1
        if (broken) throw new AppError('DUMP_UNREADABLE', 'Not a dump.', { retryable: false })
      })
      await queue.send('dump.split', { dumpId: 'a' })
      await queue.send('dump.split', { dumpId: 'b' })
      await vi.waitFor(async () => expect(await queue.dead()).toHaveLength(2), SOON)
      const dead = await queue.dead()
      expect(dead.map(({ payload }) => payload)).toEqual([{ dumpId: 'b' }, { dumpId: 'a' }])
      expect(dead[0]).toMatchObject({ reason: 'DUMP_UNREADABLE: Not a dump.', attempts: 1 })
      expect(runs).toBe(2)

      broken = false
      expect(await queue.retryDead('dump.split', dead[1]!.id)).toBe(1)
      expect(await queue.retryDead('dump.split', 'unknown')).toBe(0)
      expect(await queue.dead()).toHaveLength(1)
      expect(await queue.retryDead('dump.split')).toBe(1)
      await vi.waitFor(() => expect(runs).toBe(4), SOON)
      expect(await queue.dead()).toEqual([])
    })

    test('a malformed payload that got into the queue fails for good, before the handler', async () => {
      const { open, prefix } = testQueues(url)
      const queue = await open()
      let runs = 0
      await queue.consume('chunk.parse', async () => {
        runs += 1
      })
      await sendUnchecked(url, { prefix, name: 'chunk.parse', data: { dumpId: 7 } })
      await vi.waitFor(async () => expect(await queue.dead()).toHaveLength(1), SOON)
      expect((await queue.dead())[0]?.reason).toMatch(/^BAD_REQUEST: A chunk.parse job is malformed/)
      expect(runs).toBe(0)
    })
  })
}

function describeKeys(url: string): void {
  describe('keys', () => {
    test('while a job with the key waits, another one is not added', async () => {
      const queue = await testQueues(url).open()
      await queue.send('index.pending', {}, { key: 'index:papers' })
      await queue.send('index.pending', {}, { key: 'index:papers' })
      await queue.sendMany('index.pending', [
        { payload: {}, key: 'index:papers' },
        { payload: {}, key: 'other' },
      ])
      expect((await queue.depths())['index.pending'].waiting).toBe(2)
    })

    test('a key sent while its job is at work makes it run exactly once more, not beside it', async () => {
      const queue = await testQueues(url).open()
      const holds = [gate(), gate()]
      let [started, running, most] = [0, 0, 0]
      const handler = async () => {
        running += 1
        most = Math.max(most, running)
        await holds[started++]?.opened
        running -= 1
      }
      await queue.consume('index.pending', handler, { concurrency: 4 })
      await queue.send('index.pending', {}, { key: 'index:papers' })
      await vi.waitFor(() => expect(started).toBe(1), SOON)
      for (let i = 0; i < 5; i++) await queue.send('index.pending', {}, { key: 'index:papers' })
      holds[0]!.open()
      await vi.waitFor(() => expect(started).toBe(2), SOON)
      // The same holds for the second run.
      await queue.sendMany('index.pending', [{ payload: {}, key: 'index:papers' }])
      holds[1]!.open()
      await vi.waitFor(() => expect(started).toBe(3), SOON)
      await vi.waitFor(
        async () => expect((await queue.depths())['index.pending']).toMatchObject({ waiting: 0, active: 0 }),
        SOON,
      )
      expect([started, most]).toEqual([3, 1])
    })

    test('a key sent while its job is at work and fails is not lost either', async () => {
      const queue = await testQueues(url).open({ attempts: 1 })
      const hold = gate()
      let runs = 0
      await queue.consume('index.pending', async () => {
        runs += 1
        await hold.opened
        if (runs === 1) throw new Error('no luck')
      })
      await queue.send('index.pending', {}, { key: 'k' })
      await vi.waitFor(() => expect(runs).toBe(1), SOON)
      await queue.send('index.pending', {}, { key: 'k' })
      hold.open()
      await vi.waitFor(() => expect(runs).toBe(2), SOON)
    })

    test('the key is free again after its job is done or dead', async () => {
      const queue = await testQueues(url).open({ attempts: 1 })
      let runs = 0
      await queue.consume('index.pending', async () => {
        runs += 1
        if (runs === 2) throw new Error('no luck')
      })
      for (const run of [1, 2, 3]) {
        await queue.send('index.pending', {}, { key: 'k' })
        await vi.waitFor(() => expect(runs).toBe(run), SOON)
        await vi.waitFor(async () => expect((await queue.depths())['index.pending'].active).toBe(0), SOON)
      }
    })
  })
}
