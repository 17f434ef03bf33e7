import type { Queue } from '../deps.ts'

type Log = { warn(fields: object, message: string): void }

/**
 * Wakes whoever works on a stored dump. Postgres has it already, so a queue that is away is no reason to
 * refuse the dump: the sweeper announces it when the queue is back.
 */
export async function announceDump(
  queue: Pick<Queue, 'send'>,
  job: 'dump.split' | 'dump.day' | 'dump.undo' | 'dump.rejects',
  { dumpId, log }: { dumpId: string; log: Log },
): Promise<void> {
  try {
    await queue.send(job, { dumpId }, { key: dumpId })
  } catch (err) {
    log.warn({ err, dumpId, job }, 'dump stored but not announced')
  }
}
