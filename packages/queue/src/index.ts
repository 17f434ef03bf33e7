export { announceAll } from './announce-all.ts'
export type { BoardQueue } from './board-queues.ts'
export type {
  ConsumeOptions,
  Consumer,
  DeadJob,
  Handler,
  JobContext,
  JobQueue,
  QueueDepth,
  SendItem,
  SendOptions,
} from './job-queue.ts'
export { openQueue } from './open-queue.ts'
export type { QueueOptions } from './queue-settings.ts'
export { type Sweeper, startSweeper } from './sweeper.ts'
