import { AppError } from '@paperboy/service-kit'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'

/** Throws UNAVAILABLE when the database does not answer. */
export async function ping(db: Database): Promise<void> {
  try {
    await sql`select 1`.execute(db)
  } catch (cause) {
    throw new AppError('UNAVAILABLE', 'The database does not answer.', { cause })
  }
}
