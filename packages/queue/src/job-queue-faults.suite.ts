import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { flakyProxy } from './flaky-proxy.suite.ts'
import { gate, testQueues } from './test-queue.suite.ts'

const SOON = { timeout: 15_000, interval: 20 }
/** Two seconds are promised; a busy machine takes a little longer. */
const SEND_FAILS_MS = 4_000
/** What has no limit takes for ever. */
const FAST_MS = 10_000

export function describeFaults(url: string): void {
  describeKills(url)
  describeClose(url)
  describeAbsence(url)
}

/** Another process that takes a job and never ends it. */
async function doomedWorker(url: string, prefix: string): Promise<ChildProcess> {
  const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const code = `
    import { openQueue } from ${here('./index.ts')}
    const log = { error() {}, warn() {}, info() {}, debug() {} }
    const queue = await openQueue(${JSON.stringify(url)}, { log, prefix: ${JSON.stringify(prefix)}, lockMs: 1000 })
    await queue.consume('dump.split', () => { console.log('taken'); return new Promise(() => {}) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout!, 'data')
  return child
}

function describeKills(url: string): void {
  describe('a killed worker', () => {
    test('leaves its job to another one within a few lock times, with its attempts as they were', async () => {
      const { open, prefix } = testQueues(url)
      const queue = await open()
      await queue.send('dump.split', { dumpId: 'd' }, { key: 'd' })
      const doomed = await doomedWorker(url, prefix)
      const seen: unknown[] = []
      await queue.consume('dump.split', async (payload, { attempt }) => void seen.push([payload, attempt]))
      doomed.kill('SIGKILL')
      await vi.waitFor(() => expect(seen).toEqual([[{ dumpId: 'd' }, 1]]), SOON)
      expect(await queue.dead()).toEqual([])
    })

    test('may be killed several times over the same job', async () => {
      const { open, prefix } = testQueues(url)
      const queue = await open()
      await queue.send('dump.split', { dumpId: 'd' })
      for (let kills = 0; kills < 3; kills++) {
        const doomed = await doomedWorker(url, prefix)
        doomed.kill('SIGKILL')
      }
      let runs = 0
      await queue.consume('dump.split', async () => {
        runs += 1
      })
      await vi.waitFor(() => expect(runs).toBe(1), SOON)
      expect(await queue.dead()).toEqual([])
    })
  })
}

function describeClose(url: string): void {
  describe('close', () => {
    test('takes no more jobs and waits for the one at work', async () => {
      const queue = await testQueues(url).open()
      const [hold, started] = [gate(), gate()]
      const ended: string[] = []
      const consumer = await queue.consume('dump.split', async ({ dumpId }, { signal }) => {
        started.open()
        await hold.opened
        expect(signal.aborted).toBe(false)
        ended.push(dumpId)
      })
      await queue.send('dump.split', { dumpId: 'a' })
      await queue.send('dump.split', { dumpId: 'b' })
      await started.opened
      let closed = false
      const closing = consumer.close().then(() => {
        closed = true
      })
      expect((await queue.depths())['dump.split']).toMatchObject({ waiting: 1, active: 1 })
      expect(closed).toBe(false)
      hold.open()
      await closing
      expect(ended).toEqual(['a'])
      expect((await queue.depths())['dump.split']).toMatchObject({ waiting: 1, active: 0, failed: 0 })
    })

    test('aborts the signal near the deadline; the job waits again, with its attempts as they were', async () => {
      const queue = await testQueues(url).open({ closeMs: 3_000 })
      const started = gate()
      const consumer = await queue.consume('dump.split', async (_, { signal }) => {
        started.open()
        await once(signal, 'abort')
        throw signal.reason
      })
      await queue.send('dump.split', { dumpId: 'd' })
      await started.opened
      await consumer.close()
      expect((await queue.depths())['dump.split']).toMatchObject({
        waiting: 1,
        active: 0,
        delayed: 0,
        failed: 0,
      })
      const attempts: number[] = []
      await queue.consume('dump.split', async (_, { attempt }) => void attempts.push(attempt))
      await vi.waitFor(() => expect(attempts).toEqual([1]), SOON)
    })

    test('goes without a job that ignores its signal; another worker takes it', async () => {
      const queue = await testQueues(url).open({ closeMs: 400 })
      const [started, forever] = [gate(), gate()]
      const consumer = await queue.consume('dump.split', async () => {
        started.open()
        await forever.opened
      })
      await queue.send('dump.split', { dumpId: 'd' })
      await started.opened
      const asked = performance.now()
      await consumer.close()
      expect(performance.now() - asked).toBeLessThan(FAST_MS)
      let runs = 0
      await queue.consume('dump.split', async () => {
        runs += 1
      })
      await vi.waitFor(() => expect(runs).toBe(1), SOON)
      forever.open()
    })
  })
}

function describeAbsence(url: string): void {
  describe('a backend that is away', () => {
    test('makes every call fail fast with UNAVAILABLE, and is used again when it is back', async () => {
      const proxy = await flakyProxy(url)
      const queue = await testQueues(proxy.url).open()
      await queue.send('dump.split', { dumpId: 'before' })
      await proxy.cut()
      for (const call of [
        () => queue.send('dump.split', { dumpId: 'lost' }),
        () => queue.sendMany('dump.split', [{ payload: { dumpId: 'lost' } }]),
        () => queue.ping(),
        () => queue.depths(),
      ]) {
        const asked = performance.now()
        await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true })
        expect(performance.now() - asked).toBeLessThan(SEND_FAILS_MS)
      }
      await proxy.restore()
      await vi.waitFor(() => queue.ping(), SOON)
      await queue.send('dump.split', { dumpId: 'after' })
      expect((await queue.depths())['dump.split'].waiting).toBe(2)
    })

    test('that hangs makes send fail fast', async () => {
      const proxy = await flakyProxy(url)
      const queue = await testQueues(proxy.url).open()
      await queue.send('dump.split', { dumpId: 'before' })
      proxy.freeze()
      const asked = performance.now()
      await expect(queue.send('dump.split', { dumpId: 'lost' })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      })
      expect(performance.now() - asked).toBeLessThan(SEND_FAILS_MS)
      await proxy.cut()
    })

    test('from the start is waited for by consumers', async () => {
      const proxy = await flakyProxy(url)
      await proxy.cut()
      const { open } = testQueues(proxy.url)
      const queue = await open()
      let runs = 0
      await queue.consume('dump.split', async () => {
        runs += 1
      })
      await expect(queue.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await proxy.restore()
      await vi.waitFor(() => queue.send('dump.split', { dumpId: 'd' }), SOON)
      await vi.waitFor(() => expect(runs).toBe(1), SOON)
    })

    test('for a while does not end the workers', async () => {
      const proxy = await flakyProxy(url)
      const queue = await testQueues(proxy.url).open()
      const seen: string[] = []
      await queue.consume('dump.split', async ({ dumpId }) => void seen.push(dumpId))
      await queue.send('dump.split', { dumpId: 'before' })
      await vi.waitFor(() => expect(seen).toEqual(['before']), SOON)
      await proxy.cut()
      await expect(queue.send('dump.split', { dumpId: 'lost' })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      })
      await proxy.restore()
      await vi.waitFor(() => queue.send('dump.split', { dumpId: 'after' }), SOON)
      await vi.waitFor(() => expect(seen).toEqual(['before', 'after']), SOON)
    })

    test('does not keep the queue from closing', async () => {
      const proxy = await flakyProxy(url)
      const queue = await testQueues(proxy.url).open()
      await queue.consume('dump.split', async () => {})
      await queue.ping()
      await proxy.cut()
      const asked = performance.now()
      await queue.close()
      expect(performance.now() - asked).toBeLessThan(FAST_MS)
    })
  })
}
