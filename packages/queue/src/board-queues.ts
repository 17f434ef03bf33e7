import type { BaseAdapter } from '@bull-board/api/baseAdapter'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { type JobName, jobNames } from '@paperboy/contracts'
import type { Queue } from 'bullmq'
import type { BullQueue } from './connector.ts'

export type BoardQueue = BaseAdapter

/**
 * All queues as Bull Board shows them, of either backend. It only looks: what is changed there would leave
 * no trace in the log of acts, and a job is a wake-up, so there is nothing to edit or promote in one.
 */
export function boardQueues(queue: (name: JobName) => Promise<BullQueue>): Promise<BoardQueue[]> {
  return Promise.all(
    jobNames.map(async (name) => {
      // Our type names the few methods that we call ourselves; the object is BullMQ's.
      const bull = (await queue(name)) as unknown as Queue
      return new BullMQAdapter(bull, { readOnlyMode: true, allowRetries: false, displayName: name })
    }),
  )
}
