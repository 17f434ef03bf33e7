import type { Log } from '@paperboy/service-kit'
import type { BullWorker } from './connector.ts'
import type { AtWork } from './process-job.ts'
import { settles } from './within.ts'

const MAX_GRACE_MS = 1_500

type Closing = { worker: BullWorker; release: () => Promise<void>; atWork: AtWork; log: Log }

/**
 * Waits for the jobs at work, aborts their signal when little time is left, and at the deadline goes
 * without them: their locks run out and another worker takes them. (BullMQ's own close() has no limit.)
 */
export async function closeWorker({ worker, release, atWork, log }: Closing, closeMs: number): Promise<void> {
  const graceMs = Math.min(MAX_GRACE_MS, closeMs / 4)
  await worker.pause(true)
  let done = await settles(closeMs - graceMs, idle(atWork))
  if (!done) {
    log.warn({ queue: worker.name, jobs: atWork.jobs.size }, 'jobs did not end in time and are aborted')
    atWork.stop.abort(new Error('The worker is stopping.'))
    done = await settles(graceMs, idle(atWork))
  }
  // Forced also when a polite close hangs, as it may while the backend is away.
  const polite = done ? worker.close() : worker.close(true)
  if (!(await settles(MAX_GRACE_MS, polite))) void worker.disconnect().catch(() => {})
  await settles(MAX_GRACE_MS, release())
}

async function idle(atWork: AtWork): Promise<void> {
  while (atWork.jobs.size > 0) await Promise.allSettled(atWork.jobs)
}
