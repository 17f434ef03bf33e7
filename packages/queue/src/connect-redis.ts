import { once } from 'node:events'
import { type Processor, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { BullQueue, Connector, WorkerSettings } from './connector.ts'

const TIMEOUT_MS = 2_000
const reconnectMs = (times: number) => Math.min(times * 100, 1_000)

type Deps = { onError: (queue: string) => (error: Error) => void }

/** BullMQ on Redis. Producers share one connection that fails fast; each worker has two that wait. */
export function connectRedis(url: string, deps: Deps): Connector {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: reconnectMs,
  })
  redis.on('error', deps.onError('redis'))
  const queues = new Map<string, Queue>()

  return {
    async queue(name): Promise<BullQueue> {
      const known = queues.get(name)
      const queue = known ?? new Queue(name, { connection: redis, skipMetasUpdate: true })
      if (!known) queue.on('error', deps.onError(name))
      queues.set(name, queue)
      await ready(redis)
      await queue.waitUntilReady()
      return queue
    },
    async worker(name: string, process: Processor, settings: WorkerSettings) {
      const connection = {
        url,
        maxRetriesPerRequest: null,
        connectTimeout: TIMEOUT_MS,
        retryStrategy: reconnectMs,
      }
      const worker = new Worker(name, process, { ...settings, connection })
      worker.on('error', deps.onError(name))
      return { worker, release: async () => {} }
    },
    async ping() {
      await ready(redis)
      await redis.ping()
    },
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()))
      redis.disconnect()
    },
  }
}

/** Waits for a connection that is being made; the next failure to make it rejects. */
async function ready(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(TIMEOUT_MS) })
}
