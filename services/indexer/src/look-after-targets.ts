import type { IndexTargets } from '@paperboy/database'
import type { IndexAdmin } from '@paperboy/search'
import type { Log } from '@paperboy/service-kit'

export type TargetDeps = { targets: IndexTargets; admin: IndexAdmin; log: Log }

const FILL = 5_000

/**
 * Sees to it that there is a live generation, behind the alias and known to Postgres. An index that was
 * deleted comes back: a new generation is made and filled from Postgres. Returns its name.
 */
export async function ensureLive({ targets, admin, log }: TargetDeps): Promise<string> {
  const live = (await targets.list()).find((target) => target.state === 'live')
  const there = live !== undefined && (await admin.list()).includes(live.name)
  if (live && there) {
    if ((await admin.current()) !== live.name) await admin.promote(live.name)
    if (!live.filled) while (await targets.fill(live.name, FILL));
    return live.name
  }
  const name = await admin.create()
  if (live) log.warn({ lost: live.name, index: name }, 'search index is gone and is made anew from Postgres')
  else log.info({ index: name }, 'first search index is made from Postgres')
  await targets.add(name, 'live')
  await admin.promote(name)
  while (await targets.fill(name, FILL));
  return name
}

/** A generation that another version of this program made is served on while a new one is built beside it. */
export async function renewOutdated({ targets, admin, log }: TargetDeps, live: string): Promise<void> {
  if (admin.isUpToDate(live) || (await targets.rebuildOutstanding())) return
  log.info({ index: live }, 'search index is of another version and is built anew')
  await targets.requestRebuild()
}

/** Drops generations that Postgres no longer knows. */
export async function dropUnknown({ targets, admin, log }: TargetDeps): Promise<void> {
  const known = new Set((await targets.list()).map((target) => target.name))
  const current = await admin.current()
  for (const name of await admin.list()) {
    if (known.has(name) || name === current) continue
    await admin.drop(name)
    log.info({ index: name }, 'old search index dropped')
  }
}
