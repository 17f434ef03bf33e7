import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAppearances } from './appearances-read.ts'
import { createDatabase, type Database } from './create-database.ts'
import { migrate } from './migrate.ts'
import { readOverview } from './overview-read.ts'

let db: Database
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
})
afterAll(async () => {
  await db.destroy()
  await drop()
})

test('an empty Paperboy has nothing of anything, and 24 hours', async () => {
  const { hours, ...overview } = await readOverview(db)
  expect(overview).toEqual({
    papers: 0,
    dumps: { received: 0, splitting: 0, processing: 0, done: 0, failed: 0, undone: 0 },
    lastDay: { dumps: 0, records: 0, rejected: 0 },
    index: { waiting: 0, oldestMs: null, refused: 0, rebuilding: false },
    held: [],
  })
  expect(hours).toHaveLength(24)
  expect(hours.every(({ records }) => records === 0)).toBe(true)
})

test('what is at work, waiting and held is counted', async () => {
  await fill()
  const { hours, ...overview } = await readOverview(db)
  expect(overview).toMatchObject({
    papers: 1,
    dumps: { received: 1, splitting: 0, processing: 0, done: 2, failed: 1, undone: 1 },
    // Of the present run, and not of the dump that ended two days ago.
    lastDay: { dumps: 1, records: 10, rejected: 4 },
    index: { waiting: 1, refused: 0, rebuilding: true },
    held: [{ date: '2026-11-24', count: 1 }],
  })
  expect(overview.index.oldestMs).toBeGreaterThanOrEqual(60_000)
  expect(hours.at(-1)?.hour).toMatch(/^\d{4}-\d\d-\d\d \d\d:00$/)
  expect(hours.map(({ records }) => records).filter(Boolean)).toEqual([10])
})

test('a paper stands on each day by its best place, the last days first in the choice', async () => {
  const days = [
    { date: '2026-11-20', rank: null },
    { date: '2026-11-21', rank: 2 },
    { date: '2026-11-22', rank: 5 },
  ]
  expect(await readAppearances(db, 'p1', { limit: 10 })).toEqual(days)
  expect(await readAppearances(db, 'p1', { limit: 2 })).toEqual(days.slice(1))
  expect(await readAppearances(db, 'nobody', { limit: 2 })).toEqual([])
})

async function fill(): Promise<void> {
  await sql`
    insert into dumps (id, sha256, blob_id, bytes, status, run, finished_at) values
      ('d1', 'a', gen_random_uuid(), 1, 'done', 2, now()), ('d2', 'b', gen_random_uuid(), 1, 'done', 1, now() - interval '2 days'),
      ('d3', 'c', gen_random_uuid(), 1, 'received', 1, null)`.execute(db)
  await sql`
    insert into dumps (id, sha256, blob_id, bytes, status, error_code, run, finished_at) values
      ('d4', 'd', gen_random_uuid(), 1, 'failed', 'UNDONE', 1, now() - interval '2 days'),
      ('d5', 'e', gen_random_uuid(), 1, 'failed', null, 1, now() - interval '2 days')`.execute(db)
  await sql`
    insert into chunks (dump_id, run, seq, records, done, created, rejected) values
      ('d1', 1, 0, 5, true, 5, 0), ('d1', 2, 0, 6, true, 4, 2), ('d1', 2, 1, 4, true, 2, 2),
      ('d2', 1, 0, 9, true, 9, 0)`.execute(db)
  await sql`
    insert into papers (id, title, authors, code_urls, links, categories, first_seen_at, last_seen_at, trending)
    values ('p1', 'A paper', '[]', '{}', '{}', '{}', now(), now(), 0)`.execute(db)
  await sql`
    insert into index_targets (name, state) values ('live-1', 'live'), ('new-1', 'building')`.execute(db)
  await sql`
    insert into index_queue (target, paper_id, version, queued_at)
    values ('live-1', 'p1', 1, now() - interval '1 minute'), ('new-1', 'p1', 1, now())`.execute(db)
  await sql`
    insert into appearances (dump_id, paper_id, date, run, ordinal, position, facts_hash, rank, seen_at)
    values ('d1', 'p1', '2026-11-20', 1, 1, 'line 1', 'h', null, now()), ('d1', 'p1', '2026-11-21', 1, 2, 'line 2', 'h', 3, now()),
      ('d2', 'p1', '2026-11-21', 1, 1, 'line 1', 'h', 2, now()), ('d2', 'p1', '2026-11-22', 1, 1, 'line 1', 'h', 5, now())`.execute(
    db,
  )
  await sql`insert into subscribers (id, email, email_key, time_zone) values ('s1', 'a@example.org', 'a@example.org', 'UTC')`.execute(
    db,
  )
  await sql`insert into issues (id, subscriber_id, date, outcome) values ('i1', 's1', '2026-11-24', 'frozen')`.execute(
    db,
  )
  await sql`
    insert into deliveries (issue_id, subscriber_id, message_id, give_up_at, state)
    values ('i1', 's1', 'm1', now(), 'unknown')`.execute(db)
}
