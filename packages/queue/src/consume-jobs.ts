import { setTimeout as wait } from 'node:timers/promises'
import type { JobName } from '@paperboy/contracts'
import { backoff } from './backoff.ts'
import { closeWorker } from './close-worker.ts'
import type { BullWorker, Connector, WorkerSettings } from './connector.ts'
import type { ConsumeOptions, Consumer, Handler } from './job-queue.ts'
import { type AtWork, processJob } from './process-job.ts'
import { queueName } from './queue-name.ts'
import type { QueueSettings } from './queue-settings.ts'

const RETRY_START_MS = 1_000

type Deps = { connector: Connector; settings: QueueSettings }
type Started = Awaited<ReturnType<Connector['worker']>>

/** Starts a worker for one job name, now or as soon as the backend is there. */
export async function consumeJobs<N extends JobName>(
  { connector, settings }: Deps,
  job: { name: N; handler: Handler<N>; options: ConsumeOptions },
): Promise<Consumer> {
  const atWork: AtWork = { jobs: new Set(), stopping: false, paused: false, stop: new AbortController() }
  const closing = new AbortController()
  const name = queueName(settings.prefix, job.name)
  const start = async () => {
    const processor = processJob({ name: job.name, handler: job.handler, atWork })
    const started = await connector.worker(name, processor, workerSettings(settings, job.options))
    listen(started.worker, { job: job.name, settings })
    return started
  }
  const first = await start().catch(() => undefined)
  const started = first
    ? Promise.resolve(first)
    : keepStarting(start, { signal: closing.signal, settings, name })
  let closed: Promise<void> | undefined
  return {
    close() {
      atWork.stopping = true
      closing.abort()
      closed ??= started.then(
        (it) => it && closeWorker({ ...it, atWork, log: settings.log }, settings.closeMs),
      )
      return closed
    },
    async pause(ms) {
      const it = first ?? (await started)
      if (it && !atWork.stopping) await pauseFor(it.worker, ms, { atWork, signal: closing.signal })
    },
  }
}

function workerSettings(settings: QueueSettings, options: ConsumeOptions): WorkerSettings {
  return {
    concurrency: options.concurrency ?? 1,
    lockDuration: settings.lockMs,
    stalledInterval: Math.ceil(settings.lockMs / 2),
    // A job is found stalled whenever its worker is killed; that alone must not use it up.
    maxStalledCount: 10,
    // BullMQ's 15 s would be the time it takes to notice that Postgres is back.
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (attempt = 1) => backoff(attempt, settings) },
    ...(options.ratePerSecond && { limiter: { max: options.ratePerSecond, duration: 1_000 } }),
  }
}

function listen(worker: BullWorker, { job, settings }: { job: JobName; settings: QueueSettings }): void {
  const { log } = settings
  worker.on('failed', (failed, err) => {
    const fields = { job, jobId: failed?.id, payload: failed?.data, attempt: failed?.attemptsMade }
    if (failed?.finishedOn) log.error({ ...fields, err: err.cause ?? err }, 'job failed for good')
    else log.warn({ ...fields, err }, 'job failed, will be tried again')
  })
  worker.on('stalled', (jobId) => log.warn({ job, jobId }, 'job recovered from a lost worker'))
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'another worker may have this job now')
  })
}

async function keepStarting(
  start: () => Promise<Started>,
  { signal, settings, name }: { signal: AbortSignal; settings: QueueSettings; name: string },
): Promise<Started | undefined> {
  settings.log.warn({ queue: name }, 'job queue is away; the worker starts when it is back')
  while (!signal.aborted) {
    await wait(RETRY_START_MS, undefined, { signal }).catch(() => {})
    if (signal.aborted) return undefined
    const started = await start().catch(() => undefined)
    if (started) return started
  }
  return undefined
}

async function pauseFor(
  worker: BullWorker,
  ms: number,
  { atWork, signal }: { atWork: AtWork; signal: AbortSignal },
): Promise<void> {
  if (atWork.paused) return
  atWork.paused = true
  await worker.pause(true)
  void wait(ms, undefined, { signal }).then(
    () => {
      atWork.paused = false
      return worker.resume()
    },
    // Closing: there is nothing to resume.
    () => {},
  )
}
