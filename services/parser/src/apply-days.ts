import type { JobPayload } from '@paperboy/contracts'
import type { DumpClosing } from '@paperboy/database'
import type { JobQueue } from '@paperboy/queue'
import type { Log } from '@paperboy/service-kit'

type Deps = { closing: DumpClosing; queue: Pick<JobQueue, 'send'>; log: Log }

/** The handler of `dump.day`: the same bytes came with another date, so the papers appeared on that day too. */
export function applyDays(deps: Deps) {
  return async ({ dumpId }: JobPayload<'dump.day'>): Promise<void> => {
    if (await deps.closing.applyDays(dumpId)) deps.log.info({ dumpId }, 'day added')
    await deps.queue.send('index.pending', {}, { key: 'index' })
  }
}
