import { type JobName, jobNames } from '@paperboy/contracts'
import type { Job } from 'bullmq'
import type { BullQueue } from './connector.ts'
import { jobOptions } from './job-options.ts'
import type { DeadJob } from './job-queue.ts'
import type { QueueSettings } from './queue-settings.ts'

const DEFAULT_LIMIT = 100
const MAX_AT_ONCE = 1_000

type Deps = { queue: (name: JobName) => Promise<BullQueue>; settings: QueueSettings }

export async function deadJobs(
  { queue }: Pick<Deps, 'queue'>,
  { name, limit = DEFAULT_LIMIT }: { name?: JobName; limit?: number },
): Promise<DeadJob[]> {
  const names = name ? [name] : jobNames
  const perName = await Promise.all(
    names.map(async (each) => {
      const jobs = await (await queue(each)).getJobs(['failed'], 0, limit - 1, false)
      return jobs.filter(Boolean).map((job) => deadJob(each, job))
    }),
  )
  return perName
    .flat()
    .sort((a, b) => b.failedAt.getTime() - a.failedAt.getTime())
    .slice(0, limit)
}

/**
 * A dead job is sent anew and then removed, so that its attempts and stalls begin at zero; a crash
 * between the two leaves it dead once more than needed.
 */
export async function retryDeadJobs(
  { queue, settings }: Deps,
  { name, id }: { name: JobName; id?: string },
): Promise<number> {
  const target = await queue(name)
  const jobs =
    id === undefined
      ? await target.getJobs(['failed'], 0, MAX_AT_ONCE - 1, true)
      : [await deadJobById(target, id)]
  let retried = 0
  for (const job of jobs) {
    if (!job) continue
    await target.add(name, job.data, {
      ...jobOptions(settings, {}),
      ...(job.opts.deduplication && { deduplication: job.opts.deduplication }),
      ...(job.opts.priority && { priority: job.opts.priority }),
    })
    await job.remove()
    retried += 1
  }
  return retried
}

async function deadJobById(queue: BullQueue, id: string): Promise<Job | undefined> {
  const job = await queue.getJob(id)
  return job && (await job.isFailed()) ? job : undefined
}

function deadJob(name: JobName, job: Job): DeadJob {
  return {
    name,
    id: job.id ?? '',
    payload: job.data,
    reason: job.failedReason ?? 'unknown',
    attempts: job.attemptsMade,
    failedAt: new Date(job.finishedOn ?? job.timestamp),
  }
}
