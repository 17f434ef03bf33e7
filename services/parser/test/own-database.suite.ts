import { createDatabase, type Database, migrate } from '@paperboy/database'
import { createTestDatabase } from '@paperboy/testkit'
import { afterEach, beforeEach } from 'vitest'

/** Gives each test of a file an empty database of its own, before it runs. */
export function eachTestHasADatabase(use: (db: Database) => void): void {
  const stack: AsyncDisposableStack[] = []
  beforeEach(async () => {
    const own = new AsyncDisposableStack()
    stack.push(own)
    const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
    own.defer(() => database.drop())
    use(own.use(createDatabase(database.url)))
  })
  afterEach(() => stack.pop()?.disposeAsync())
}
