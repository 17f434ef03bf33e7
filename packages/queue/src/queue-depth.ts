import type { BullQueue } from './connector.ts'
import type { QueueDepth } from './job-queue.ts'

export async function queueDepth(queue: BullQueue, now: number): Promise<QueueDepth> {
  const [counts, oldest] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    Promise.all([queue.getJobs(['waiting'], 0, 0, true), queue.getJobs(['prioritized'], 0, 0, true)]),
  ])
  const since = oldest.flat().flatMap((job) => (job ? [job.timestamp] : []))
  return {
    waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
    active: counts.active ?? 0,
    delayed: counts.delayed ?? 0,
    failed: counts.failed ?? 0,
    oldestWaitingMs: since.length > 0 ? Math.max(0, now - Math.min(...since)) : null,
  }
}
