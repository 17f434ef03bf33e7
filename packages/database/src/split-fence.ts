import type { Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import type { DB } from './schema.ts'
import type { SplitClaim } from './split-store.ts'

/** Runs a change to a dump that is split in a transaction. False, and nothing written, when the claim was lost. */
export const splitFence =
  (db: Database) =>
  (claim: SplitClaim, change: (tx: Transaction<DB>) => Promise<unknown>): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      // Not FOR UPDATE: every row that names the dump takes a share of its key, so a split would wait for
      // the chunk that a parser is writing, and the parser for the split.
      const held = await tx
        .selectFrom('dumps')
        .select('id')
        .where('id', '=', claim.dumpId)
        .where('run', '=', claim.run)
        .where('split_epoch', '=', claim.epoch)
        .where('split_done', '=', false)
        .forNoKeyUpdate()
        .executeTakeFirst()
      if (held) await change(tx)
      return held !== undefined
    })
