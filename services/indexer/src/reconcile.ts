import type { IndexAudit } from '@paperboy/database'
import type { IndexAdmin, PaperIndex } from '@paperboy/search'
import type { Log } from '@paperboy/service-kit'

export type ReconcileDeps = {
  audit: IndexAudit
  admin: Pick<IndexAdmin, 'versions'>
  index: Pick<PaperIndex, 'write'>
  log: Log
}

const EVERY_HOURS = 24

/** Once a day: compares the index with Postgres, paper by paper, and mends both directions. */
export async function reconcileDaily(deps: ReconcileDeps, live: string): Promise<void> {
  if (await deps.audit.isDue(EVERY_HOURS)) await reconcile(deps, live)
}

export async function reconcile({ audit, admin, index, log }: ReconcileDeps, live: string): Promise<void> {
  const { queued, strangers } = await audit.compare(live, admin.versions(live))
  for (let at = 0; at < strangers.length; at += 500) {
    const some = strangers.slice(at, at + 500)
    await index.write(some.map(({ id, version }) => ({ kind: 'delete', id, version: version + 1 })))
  }
  const fields = { index: live, queued, strangers: strangers.length }
  if (queued + strangers.length > 0)
    log.warn(fields, 'search index differed from Postgres and is being mended')
  else log.info(fields, 'search index equals Postgres')
}
