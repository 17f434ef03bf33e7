import { createTestDatabase, waitFor } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { watchChanges } from './changes.ts'
import { createDatabase } from './create-database.ts'
import { migrate } from './migrate.ts'

const stack = new AsyncDisposableStack()
afterEach(() => stack.disposeAsync())

test('a committed change gives another stamp, a rolled back one does not, and a lost connection none', async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  const db = stack.use(createDatabase(database.url))
  const changes = stack.use(watchChanges(database.url, 'watcher'))
  const first = await waitFor(() => changes.stamp(), { timeoutMs: 10_000, describe: 'the watcher to listen' })

  const touch = sql`delete from index_queue`
  await touch.execute(db)
  const second = await waitFor(() => (changes.stamp() !== first ? changes.stamp() : null), {
    timeoutMs: 10_000,
    describe: 'a new stamp',
  })
  await db
    .transaction()
    .execute(async (tx) => {
      await touch.execute(tx)
      throw new Error('rolled back')
    })
    .catch(() => {})
  await touch.execute(db)
  await waitFor(() => changes.stamp() !== second, { timeoutMs: 10_000, describe: 'a third stamp' })
  expect(changes.stamp()).toBe(second + 1)

  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'watcher' and datname = current_database()`.execute(db)
  await waitFor(() => changes.stamp() === null, { timeoutMs: 10_000, describe: 'the loss to be noticed' })
  const third = await waitFor(() => changes.stamp(), {
    timeoutMs: 10_000,
    describe: 'the watcher to listen again',
  })
  expect(third).not.toBe(second)
})
