import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { createDatabase } from './create-database.ts'
import { digestsRead } from './digests-read.ts'
import { migrate } from './migrate.ts'

let stack = new AsyncDisposableStack()
afterEach(() => stack.disposeAsync())

async function aDatabase() {
  stack = new AsyncDisposableStack()
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  return stack.use(createDatabase(database.url))
}

test('days with something ranked or first seen, newest first; what is gone counts no more', async () => {
  const db = await aDatabase()
  await sql`insert into dumps (id, sha256, blob_id, bytes) values ('d', 's', gen_random_uuid(), 1)`.execute(
    db,
  )
  // a and b are first seen on one day and ranked on another; c is gone, and alone on its days.
  await sql`
    insert into papers (id, title, authors, code_urls, links, categories, first_seen_at, last_seen_at, trending, deleted_at)
    select r.id, r.id, '[]', '{}', '{}', '{}', r.seen::timestamptz, r.seen::timestamptz, 0, r.gone::timestamptz
    from (values ('a', '2026-11-20T23:59:59Z', null), ('b', '2026-11-20T00:00:00Z', null),
                 ('c', '2026-11-21T12:00:00Z', '2026-11-22T00:00:00Z')) as r(id, seen, gone)`.execute(db)
  await sql`
    insert into appearances (dump_id, date, ordinal, run, paper_id, facts_hash, position, rank, seen_at)
    select 'd', r.date::date, r.n, 1, r.id, 'h', 'x', r.rank::int, now()
    from (values ('2026-11-23', 1, 'a', 1), ('2026-11-23', 2, 'a', 2), ('2026-11-22', 3, 'c', 1),
                 ('2026-11-20', 4, 'b', 1), ('2026-11-19', 5, 'b', null)) as r(date, n, id, rank)`.execute(db)
  const { list } = digestsRead(db)
  expect(await list({ limit: 10 })).toEqual([
    { date: '2026-11-23', papers: 1 },
    { date: '2026-11-20', papers: 2 },
  ])
  expect(await list({ limit: 1 })).toEqual([{ date: '2026-11-23', papers: 1 }])
  const days = async (options: Parameters<typeof list>[0]) => (await list(options)).map(({ date }) => date)
  expect(await days({ limit: 5, before: '2026-11-23' })).toEqual(['2026-11-20'])
  expect(await days({ limit: 5, before: '2026-11-20' })).toEqual([])
  expect(await days({ limit: 5, after: '2026-11-19' })).toEqual(['2026-11-23', '2026-11-20'])
  expect(await days({ limit: 1, after: '2026-11-19' })).toEqual(['2026-11-20'])
  expect(await days({ limit: 5, after: '2026-11-23' })).toEqual([])
})

test('without papers there are no days', async () => {
  expect(await digestsRead(await aDatabase()).list({ limit: 5 })).toEqual([])
})
