import type { Processor, Queue, Worker, WorkerOptions } from 'bullmq'

export type BullQueue = Pick<
  Queue,
  'add' | 'addBulk' | 'getJobCounts' | 'getJobs' | 'getJob' | 'on' | 'close' | 'waitUntilReady'
>
export type BullWorker = Worker
export type WorkerSettings = Omit<WorkerOptions, 'connection' | 'prefix'>

/** What differs between BullMQ's backends. Queue names come complete. */
export type Connector = {
  /** A producer, ready to use; rejects while the backend is away. The same one for the same name. */
  queue(name: string): Promise<BullQueue>
  /** A worker at work; rejects while the backend is away. `release` frees connections it doesn't own. */
  worker(
    name: string,
    process: Processor,
    settings: WorkerSettings,
  ): Promise<{ worker: BullWorker; release: () => Promise<void> }>
  ping(): Promise<void>
  close(): Promise<void>
}
