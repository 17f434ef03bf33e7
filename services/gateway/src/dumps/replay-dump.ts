import type { Dump } from '@paperboy/contracts'
import type { DumpAdmin, Queue } from '../deps.ts'
import { announceDump } from './announce.ts'

type Deps = { admin: Pick<DumpAdmin, 'replay' | 'replayRejects'>; queue: Pick<Queue, 'send'> }
type Asked = { dumpId: string; only: 'rejects' | undefined; log: Parameters<typeof announceDump>[2]['log'] }

/** Has a dump parsed again, or its rejects alone; null when there is none. `begun`: there is something to wait for. */
export async function replayDump(
  { admin, queue }: Deps,
  { dumpId, only, log }: Asked,
): Promise<{ dump: Dump; begun: boolean } | null> {
  if (only === 'rejects') {
    const found = await admin.replayRejects(dumpId)
    for (const id of found?.dumpIds ?? []) await announceDump(queue, 'dump.rejects', { dumpId: id, log })
    return found && { dump: found.dump, begun: found.dumpIds.length > 0 }
  }
  const dump = await admin.replay(dumpId)
  if (!dump) return null
  await announceDump(queue, 'dump.split', { dumpId, log })
  return { dump, begun: true }
}
