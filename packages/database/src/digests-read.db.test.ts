import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { createDatabase } from './create-database.ts'
import { digestsRead } from './digests-read.ts'
import { readDaily } from './listings/daily-read.ts'
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

test('papers of one rank are in the order in which their dumps were received, also for a day that is over', async () => {
  const db = await aDatabase()
  await sql`insert into dumps (id, sha256, blob_id, bytes) select id, id, gen_random_uuid(), 1
    from (values ('early'), ('late')) as d(id)`.execute(db)
  await sql`insert into dump_days (dump_id, date, first, applied, received_at)
    values ('early', '2026-11-20', true, true, '2026-11-23T08:00:00Z'),
      ('late', '2026-11-20', true, true, '2026-11-23T09:00:00Z')`.execute(db)
  await sql`
    insert into papers (id, title, authors, code_urls, links, categories, first_seen_at, last_seen_at, trending)
    select id, id, '[]', '{}', '{}', '{}', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z', 0
    from (values ('a'), ('b'), ('c'), ('d')) as p(id)`.execute(db)
  await sql`
    insert into appearances (dump_id, date, ordinal, run, paper_id, facts_hash, position, rank, seen_at)
    select dump, '2026-11-20', n, 1, id, 'h', 'x', rank, '2026-11-20T00:00:00Z'
    from (values ('late', 0, 'b', 1), ('late', 1, 'a', 1), ('late', 2, 'd', 2),
                 ('early', 0, 'd', 1), ('early', 1, 'c', 1), ('early', 2, 'b', 2)) as r(dump, n, id, rank)`.execute(
    db,
  )
  const papers = await digestsRead(db).byDate('2026-11-20', { limit: 10 })
  expect(papers?.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
  const day = { from: '2026-11-20', to: '2026-11-20', sort: 'day', limit: 10, offset: 0 } as const
  const daily = await readDaily(db, day, new Date())
  expect(daily.map(({ paper }) => paper.id)).toEqual(['d', 'c', 'b', 'a'])
})
