import { sql, type Transaction } from 'kysely'
import type { DB } from './schema.ts'

/** Runs `work` so that its failure undoes only what it did, not the whole transaction. */
export async function savepoint<T>(tx: Transaction<DB>, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx)
  try {
    const result = await work()
    await sql`release savepoint part`.execute(tx)
    return result
  } catch (error) {
    await sql`rollback to savepoint part`.execute(tx)
    throw error
  }
}
