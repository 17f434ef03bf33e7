import { randomUUID } from 'node:crypto'
import { createLogger } from '@paperboy/service-kit'
import { onTestFinished } from 'vitest'
import { type JobQueue, openQueue, type QueueOptions } from './index.ts'

export type OpenTestQueue = (options?: Partial<QueueOptions>) => Promise<JobQueue>

const quiet = createLogger('test', 'silent')

/** Opens queues that see only each other and are closed after the test. */
export function testQueues(url: string): { prefix: string; open: OpenTestQueue } {
  const prefix = `test-${randomUUID()}`
  return {
    prefix,
    async open(options) {
      const queue = await openQueue(url, {
        log: quiet,
        prefix,
        lockMs: 1_000,
        backoffMs: 20,
        closeMs: 2_000,
        ...options,
      })
      onTestFinished(() => queue.close())
      return queue
    },
  }
}

/** A promise that is settled from outside. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: () => resolve() }
}
