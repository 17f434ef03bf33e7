import { createTestDatabase } from '@paperboy/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '../create-database.ts'
import { migrate } from '../migrate.ts'
import { linkTokens } from './link-tokens.ts'
import { readSubscribers } from './subscribers-read.ts'
import { subscriptions, type Wants } from './subscriptions.ts'

let db: Database
let drop: () => Promise<void>
beforeEach(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
})
afterEach(async () => {
  await db.destroy()
  await drop()
})

const wants: Wants = {
  ...{ topics: ['graph networks', null], timeZone: 'Europe/Berlin', hour: 6, frequency: 'weekly' },
  ...{ weekdays: [3], maxPapers: 7 },
}

test('somebody who has not confirmed yet is shown with what was asked for', async () => {
  await subscriptions(db, await linkTokens(db)).request('a@example.org', 'a@example.org', wants, 'web')
  const { items } = await readSubscribers(db, { limit: 10 })
  expect(items).toMatchObject([{ email: 'a@example.org', state: 'pending', ...wants }])
})

test('a confirmed subscriber is shown with what holds, whatever is asked for meanwhile', async () => {
  const store = subscriptions(db, await linkTokens(db))
  await store.request('a@example.org', 'a@example.org', wants, 'web')
  await db.updateTable('subscribers').set({ state: 'confirmed', hour: 9 }).execute()
  const { items } = await readSubscribers(db, { limit: 10 })
  expect(items).toMatchObject([{ state: 'confirmed', hour: 9, timeZone: 'UTC', topics: [] }])
})
