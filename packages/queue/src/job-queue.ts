import type { JobName, JobPayload } from '@paperboy/contracts'
import type { BoardQueue } from './board-queues.ts'

/**
 * Does one job. May run more than once, and in two workers at once, so it must be idempotent. A throw
 * is a failed attempt: an AppError with `retryable: false` fails the job for good, all else is tried again.
 */
export type Handler<N extends JobName> = (payload: JobPayload<N>, context: JobContext) => Promise<void>

export type JobContext = {
  /** Aborts when the worker must stop, or when it has lost the job to another worker. */
  signal: AbortSignal
  /** From 1; a job that was recovered from a dead worker keeps its attempt. */
  attempt: number
  jobId: string
}

export type SendOptions = {
  /** While a job with this key waits, a second one is not added; while one is at work, one runs after it. */
  key?: string
  delayMs?: number
  /** 1 (first) to 2,097,151; a job without one goes before all that have one. */
  priority?: number
  /** Before all that wait, for work that was begun already and lost its worker. */
  first?: boolean
}

export type SendItem<N extends JobName> = { payload: JobPayload<N> } & Omit<SendOptions, 'delayMs'>

export type ConsumeOptions = { concurrency?: number; ratePerSecond?: number }

export type Consumer = {
  /** Takes no more jobs, waits for those at work, aborts their signal near the deadline, then forces. */
  close(): Promise<void>
  /** Takes no more jobs for a while; those at work go on. For a dependency that asks for less. */
  pause(ms: number): Promise<void>
}

export type QueueDepth = {
  waiting: number
  active: number
  delayed: number
  failed: number
  oldestWaitingMs: number | null
}

export type DeadJob = {
  name: JobName
  id: string
  payload: unknown
  reason: string
  attempts: number
  failedAt: Date
}

/**
 * The queue says "there is work"; Postgres says which. Every call that needs the backend rejects with
 * an AppError UNAVAILABLE, within about two seconds, while the backend is away.
 */
export type JobQueue = {
  send<N extends JobName>(name: N, payload: JobPayload<N>, options?: SendOptions): Promise<void>
  /** Not atomic: a failure may leave the first items sent. Send them all again. */
  sendMany<N extends JobName>(name: N, items: SendItem<N>[]): Promise<void>
  /** Also succeeds while the backend is away: the worker starts when it comes. */
  consume<N extends JobName>(name: N, handler: Handler<N>, options?: ConsumeOptions): Promise<Consumer>
  depths(): Promise<Record<JobName, QueueDepth>>
  /** Jobs that failed for good, newest first. */
  dead(options?: { name?: JobName; limit?: number }): Promise<DeadJob[]>
  /** Sends dead jobs again as new ones; answers how many. */
  retryDead(name: JobName, id?: string): Promise<number>
  /** For Bull Board; read only. */
  boardQueues(): Promise<BoardQueue[]>
  ping(): Promise<void>
  /** Closes the consumers, then the connections. */
  close(): Promise<void>
}
