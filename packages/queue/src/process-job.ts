import type { JobName } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { type Job, UnrecoverableError, WaitingError } from 'bullmq'
import type { Handler } from './job-queue.ts'
import { checkedPayload } from './payload.ts'

export type AtWork = {
  /** The handlers that run now. */
  jobs: Set<Promise<void>>
  /** True from the moment the worker was told to stop. */
  stopping: boolean
  /** True while it was told to take no jobs for a while. */
  paused: boolean
  /** Aborts when there is no more time to finish. */
  stop: AbortController
}

type Deps<N extends JobName> = { name: N; handler: Handler<N>; atWork: AtWork }

/** BullMQ's processor around a handler: decides, once and by type, what is tried again. */
export function processJob<N extends JobName>({ name, handler, atWork }: Deps<N>) {
  async function run(job: Job, lost: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([lost, atWork.stop.signal])
    const context = { signal, attempt: job.attemptsMade + 1, jobId: job.id ?? '' }
    await handler(checkedPayload(name, job.data), context)
  }

  async function attempt(job: Job, token: string | undefined, lost: AbortSignal): Promise<void> {
    // BullMQ still hands over the job that it was waiting for when it was told to pause.
    if (atWork.stopping || atWork.paused) return putBack(job, token)
    try {
      await run(job, lost)
    } catch (error) {
      // Not the job's fault: it waits for the next worker, with its attempts as they were.
      if (atWork.stop.signal.aborted) return putBack(job, token)
      throw permanent(error) ?? error
    }
  }

  // BullMQ makes the signal only for a processor that declares three parameters.
  return (job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<void> => {
    const running = attempt(job, token, signal ?? new AbortController().signal)
    const tracked = running
      .catch(() => {})
      .finally(() => {
        atWork.jobs.delete(tracked)
      })
    atWork.jobs.add(tracked)
    return running
  }
}

async function putBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token)
  throw new WaitingError()
}

function permanent(error: unknown): Error | undefined {
  if (!(error instanceof AppError) || error.retryable) return undefined
  const unrecoverable = new UnrecoverableError(`${error.code}: ${error.message}`)
  unrecoverable.cause = error
  return unrecoverable
}
