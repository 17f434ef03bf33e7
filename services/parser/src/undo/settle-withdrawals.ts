import {
  changeWithdrawals,
  type Database,
  hasOutdatedWithdrawals,
  shareTargets,
  withdrawalWriter,
} from '@paperboy/database'
import { retryConflicts } from '../retry-conflicts.ts'
import { lockAround, mergeAnew } from './take-back.ts'

const RECORDS_A_STEP = 500

/**
 * After a replay: what the dump withdraws no longer, since its bytes are read otherwise now, comes back. Does
 * nothing before the last chunk of the new run is parsed.
 */
export function settleWithdrawals(db: Database, now: () => Date = () => new Date()) {
  return async (dumpId: string): Promise<void> => {
    while (await hasOutdatedWithdrawals(db, dumpId)) {
      await retryConflicts(() =>
        db.transaction().execute(async (tx) => {
          await shareTargets(tx)
          await changeWithdrawals(tx)
          const withdrawnKeys = await withdrawalWriter(tx).removeOutdated(dumpId, RECORDS_A_STEP)
          await mergeAnew(tx, await lockAround(tx, { paperIds: [], withdrawnKeys }), [], now())
        }),
      )
    }
  }
}
