import type { JobsOptions } from 'bullmq'
import type { SendOptions } from './job-queue.ts'
import type { QueueSettings } from './queue-settings.ts'

const KEPT_FAILURES = { count: 1_000, age: 7 * 24 * 3600 }

export function jobOptions(settings: QueueSettings, options: SendOptions): JobsOptions {
  return {
    attempts: settings.attempts,
    backoff: { type: 'custom' },
    removeOnComplete: true,
    removeOnFail: KEPT_FAILURES,
    // keepLastIfActive: a wake-up that comes while its job is at work may concern rows which that run
    // has not seen, so one more run must follow. Plain de-duplication would drop it.
    ...(options.key !== undefined && { deduplication: { id: keyId(options.key), keepLastIfActive: true } }),
    ...(options.delayMs !== undefined && { delay: Math.max(0, Math.round(options.delayMs)) }),
    ...(options.priority !== undefined && { priority: options.priority }),
    ...(options.first && { lifo: true }),
  }
}

/** A key may hold anything, and a colon would split BullMQ's Redis keys. */
function keyId(key: string): string {
  return encodeURIComponent(key)
}
