import pg from 'pg'

/** Postgres, asked directly. */
export type Truth = AsyncDisposable & {
  rows<T extends object>(query: string, values?: unknown[]): Promise<T[]>
}

/** Counts and versions come as numbers. The connections are called `test`, which tells them from a service's. */
export function openTruth(url: string): Truth {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: 'test', types })
  pool.on('error', () => {})
  return {
    async rows<T extends object>(query: string, values: unknown[] = []) {
      return (await pool.query<T>(query, values)).rows
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}
