import type { JobName, JobPayload } from '@paperboy/contracts'
import type { JobQueue, SendItem } from './job-queue.ts'

type Announcement = {
  [N in JobName]: { name: N; payload: JobPayload<N>; key: string; first?: boolean }
}[JobName]

/** Announces outstanding work; what waits in the queue already is not added twice. Answers how many there were. */
export async function announceAll(queue: Pick<JobQueue, 'sendMany'>, jobs: Announcement[]): Promise<number> {
  const byName = Map.groupBy(jobs, (job) => job.name)
  for (const [name, items] of byName) await queue.sendMany(name, items as SendItem<typeof name>[])
  return jobs.length
}
