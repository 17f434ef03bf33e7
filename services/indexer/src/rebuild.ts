import type { IndexTarget } from '@paperboy/database'
import type { PaperIndex } from '@paperboy/search'
import { drain } from './drain.ts'
import { dropUnknown, ensureLive, type TargetDeps } from './look-after-targets.ts'
import type { WriteDeps } from './write-batch.ts'

const FILL = 5_000

export type RebuildDeps = TargetDeps & { write: WriteDeps; index: Pick<PaperIndex, 'refresh'> }

/**
 * Builds a new generation beside the live one and switches the alias to it: readers see no gap, and
 * changes that come meanwhile go to both. A rebuild that was cut off goes on where it stood.
 */
export async function rebuild(deps: RebuildDeps, signal: AbortSignal): Promise<void> {
  const { targets, admin, log } = deps
  if (!(await targets.rebuildOutstanding())) return
  await ensureLive(deps)
  const started = performance.now()
  const building = await begin(deps)
  do {
    signal.throwIfAborted()
    await drain(deps.write, building, signal)
  } while (await targets.fill(building.name, FILL))
  await drain(deps.write, building, signal)
  signal.throwIfAborted()
  await deps.index.refresh(building.name)
  await admin.promote(building.name)
  await targets.promote(building.name)
  await dropUnknown(deps)
  const papers = await admin.count(building.name)
  log.info(
    { index: building.name, papers, ms: Math.round(performance.now() - started) },
    'search index rebuilt',
  )
}

async function begin({ targets, admin }: RebuildDeps): Promise<IndexTarget> {
  const building = (await targets.list()).find((target) => target.state === 'building')
  if (building && (await admin.list()).includes(building.name)) return building
  const name = await admin.create()
  await targets.add(name, 'building')
  return { name, state: 'building', filled: false }
}
