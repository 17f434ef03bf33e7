import type { JobPayload } from '@paperboy/contracts'
import type { Database, DryRuns } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'
import { type DryRunLimits, reportOnly } from './report-only.ts'

type Deps = { db: Database; dryRuns: Pick<DryRuns, 'claim' | 'finish'>; limits: DryRunLimits; log: Log }

/** The handler of `dump.try`: answers what a dump would do. */
export function tryDump({ db, dryRuns, limits, log }: Deps) {
  return async ({ dryRunId }: JobPayload<'dump.try'>, { signal }: { signal: AbortSignal }): Promise<void> => {
    const claim = await dryRuns.claim(dryRunId, 2 * limits.maxMs)
    if (!claim) return
    const answer = await reportOnly(db, claim, limits, signal)
    await dryRuns.finish(dryRunId, answer)
    log.info({ dryRunId, ...('error' in answer ? answer.error : answer.counts) }, 'dry run answered')
  }
}
