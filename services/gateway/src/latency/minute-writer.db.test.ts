import { actLog, createDatabase, migrate, minutes } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { createTestDatabase } from '@paperboy/testkit'
import { afterEach, expect, test } from 'vitest'
import { startMinuteWriter } from './minute-writer.ts'
import { searchTimes } from './search-times.ts'

const stack = new AsyncDisposableStack()
afterEach(() => stack.disposeAsync())

test('with the minute that is written, acts of long ago go', async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  const db = stack.use(createDatabase(database.url))
  const acts = actLog(db)
  const act = { who: 'x', via: 'api', act: 'undoDump', status: 202 } as const
  await db
    .insertInto('operator_acts')
    .values({ ...act, target: 'old', at: new Date(Date.now() - 500 * 86_400_000) })
    .execute()
  await acts.note({ ...act, session: null, target: 'new' })
  const log = createLogger('test', 'silent')
  const writer = startMinuteWriter({ minutes: minutes(db), actLog: acts, times: searchTimes(), log })
  await writer[Symbol.asyncDispose]()
  expect((await acts.list({ limit: 9 })).items.map(({ target }) => target)).toEqual(['new'])
})
