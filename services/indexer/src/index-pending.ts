import type { DumpClosing, IndexTargets } from '@paperboy/database'
import type { PaperIndex } from '@paperboy/search'
import type { Log } from '@paperboy/service-kit'
import { drain } from './drain.ts'
import type { WriteDeps } from './write-batch.ts'

export type PendingDeps = {
  targets: Pick<IndexTargets, 'list'>
  closing: Pick<DumpClosing, 'finishable' | 'finish'>
  index: Pick<PaperIndex, 'refresh'>
  write: WriteDeps
  log: Log
}

/** The handler of `index.pending`: brings every target up to date, then tells which dumps are done. */
export function indexPending(deps: PendingDeps) {
  return async (_: object, context: { signal: AbortSignal }): Promise<void> => {
    for (const target of await deps.targets.list()) await drain(deps.write, target, context.signal)
    await finishDumps(deps)
  }
}

/** `done` promises that every changed paper is searchable: hence the refresh between the two steps. */
async function finishDumps({ closing, index, log }: PendingDeps): Promise<void> {
  const dumps = await closing.finishable()
  if (dumps.length === 0) return
  await index.refresh()
  for (const dumpId of await closing.finish(dumps)) log.info({ dumpId }, 'dump done')
}
