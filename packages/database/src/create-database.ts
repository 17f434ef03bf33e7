import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { PreparingClient } from './preparing-client.ts'
import type { DB } from './schema.ts'

const CONNECT_TIMEOUT_MS = 2_000
const IDLE_TIMEOUT_MS = 30_000
const STATEMENT_TIMEOUT_MS = 120_000
/** A process that hangs in the middle of a transaction would hold its locks, and so everybody else, for ever. */
const IDLE_IN_TRANSACTION_MS = 5_000

export type Database = Kysely<DB>

/** A pool of at most `max` connections (default 10). `applicationName` shows in pg_stat_activity. */
export function createDatabase(
  url: string,
  options: { max?: number; applicationName?: string } = {},
): Database {
  // bigint columns are counts and versions, far below 2^53; dates stay the text they are.
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  types.setTypeParser(pg.types.builtins.DATE, (text) => text)
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: options.applicationName ?? 'paperboy',
    types,
  })
  // A connection that breaks (server restart) must not end the process; the pool makes a new one. While
  // a connection is lent, pg reports on the client itself, even though the query at work rejects as well.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}
