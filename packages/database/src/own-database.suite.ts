import { createTestDatabase } from '@paperboy/testkit'
import { afterAll, beforeAll } from 'vitest'
import { createDatabase, type Database } from './create-database.ts'
import { migrate } from './migrate.ts'

/** Gives the tests of a file one empty database, before the first runs. */
export function fileHasADatabase(use: (db: Database) => void): void {
  const own = new AsyncDisposableStack()
  beforeAll(async () => {
    const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
    own.defer(() => database.drop())
    use(own.use(createDatabase(database.url)))
  })
  afterAll(() => own.disposeAsync())
}
