import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from './create-database.ts'
import { migrate } from './migrate.ts'
import { papersRead } from './papers-read.ts'

const stack = new AsyncDisposableStack()
let db: Database

beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  db = stack.use(createDatabase(database.url))
  await sql`
    insert into papers (id, title, arxiv_id, doi, authors, code_urls, links, categories, first_seen_at, last_seen_at, trending)
    values ('ricci', 'Ricci flow', 'math/0309136', '10.1000/a(1)<2>', '[]', '{}', '{}', '{}', now(), now(), 0)`.execute(
    db,
  )
})
afterAll(() => stack.disposeAsync())

test.each([
  'ricci',
  'math/0309136',
  'math.GT/0309136v2',
  'MATH.GT/0309136',
  'arXiv:math/0309136',
  '10.48550/arXiv.math/0309136',
  '10.1000/A(1)<2>',
  'doi:10.1000/a(1)<2>',
])('a paper is found as %s', async (reference) => {
  expect((await papersRead(db).find(reference))?.id).toBe('ricci')
})
