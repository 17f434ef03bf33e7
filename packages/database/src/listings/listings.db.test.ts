import { aRecordFacts, createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from '../create-database.ts'
import { migrate } from '../migrate.ts'
import { paperWriter } from '../paper-writer.ts'
import { type Listings, listings } from './listings.ts'

const stack = new AsyncDisposableStack()
let db: Database
let lists: Listings

const papers = [
  {
    id: 'a',
    seen: '2026-11-02',
    arxivId: '2411.00001',
    publishedAt: '2024-11-01T10:00:00.000Z',
    trending: 3,
  },
  { id: 'b', seen: '2026-11-03', arxivId: null, publishedAt: '2020-01-01T00:00:00.000Z', trending: 1 },
  { id: 'c', seen: '2026-11-03', arxivId: '2411.00003', publishedAt: null, trending: 2 },
]

beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  db = stack.use(createDatabase(database.url))
  lists = listings(db)
  const rows = papers.map(({ id, seen, arxivId, publishedAt, trending }) => {
    const at = new Date(`${seen}T00:00:00Z`)
    const codeUrls = id === 'a' ? ['https://github.com/a/a'] : []
    const facts = {
      ...aRecordFacts({ title: `Paper ${id}`, arxivId, publishedAt, codeUrls }),
      language: 'en',
    }
    return { id, version: 1, facts, firstSeenAt: at, lastSeenAt: at, trending, withdrawnAt: null }
  })
  await db.transaction().execute((tx) => paperWriter(tx).insertPapers(rows))
  await sql`insert into dumps (id, sha256, bytes, blob_id, status, ranks)
    values ('d', ${'f'.repeat(64)}, 1, gen_random_uuid(), 'done', true)`.execute(db)
  await ranked('a', '2026-11-02', 1, { submittedOnDailyBy: { user: 'akhaliq', fullname: 'AK' } })
  await ranked('a', '2026-11-03', 2, {})
  await ranked('b', '2026-11-03', 1, { submittedBy: 'ada' })
})
afterAll(() => stack.disposeAsync())

async function ranked(paperId: string, date: string, rank: number, extra: Record<string, unknown>) {
  const hash = `${paperId}${date}`
  await sql`insert into paper_facts (paper_id, hash, facts, first_seen_at)
    values (${paperId}, ${hash}, ${JSON.stringify(aRecordFacts({ extra }))}::jsonb, now())`.execute(db)
  await sql`insert into appearances (dump_id, date, ordinal, run, paper_id, facts_hash, position, rank, seen_at)
    values ('d', ${date}::date, ${rank}, 0, ${paperId}, ${hash}, 'item', ${rank}, now())`.execute(db)
}

const ids = (found: { paper: { id: string } }[]) => found.map(({ paper }) => paper.id)
const range = { from: '2026-11-01', to: '2026-11-30', sort: 'day', limit: 10, offset: 0 } as const

test('the digests of some days are one list, each paper on its latest day', async () => {
  const found = await lists.daily(range)
  expect(found.map(({ paper, day }) => [paper.id, day])).toEqual([
    ['b', '2026-11-03'],
    ['a', '2026-11-03'],
    ['c', '2026-11-03'],
  ])
  expect(ids(await lists.daily({ ...range, limit: 1, offset: 1 }))).toEqual(['a'])
  expect(ids(await lists.daily({ ...range, sort: 'trending' }))).toEqual(['a', 'c', 'b'])
  expect(ids(await lists.daily({ ...range, from: '2026-11-04' }))).toEqual([])
})

test('who submitted a paper is known where its record says so', async () => {
  const day = { ...range, from: '2026-11-02', to: '2026-11-02' }
  expect((await lists.daily(day))[0]).toMatchObject({ submitter: { user: 'akhaliq', fullname: 'AK' } })
  expect(ids(await lists.daily({ ...day, submitter: 'akhaliq' }))).toEqual(['a'])
  expect(ids(await lists.daily({ ...range, submitter: 'ada' }))).toEqual(['b'])
  expect(ids(await lists.daily({ ...range, submitter: null }))).toEqual(['a', 'c'])
})

test('papers are found by own id and arXiv id at once', async () => {
  const found = await lists.byReferences(['2411.00001', 'b', 'nix'])
  expect([...found.entries()].map(([key, paper]) => [key, paper.id]).sort()).toEqual([
    ['2411.00001', 'a'],
    ['a', 'a'],
    ['b', 'b'],
  ])
})

test('an own paper came out when it was first seen, one of arXiv on its date', async () => {
  const all = ['b', 'nix', 'c', 'a']
  const page = { limit: 10, offset: 0 }
  const dated = async (ids: string[] | null, options: object) =>
    (await lists.datedIds(ids, { ...page, ...options })).ids
  expect(await dated(all, {})).toEqual(['b', 'c', 'a'])
  expect(await dated(all, { order: 'ascending' })).toEqual(['a', 'b', 'c'])
  expect(await dated(all, { order: 'descending' })).toEqual(['b', 'c', 'a'])
  const bounds = { from: new Date('2024-11-01T10:00:00Z'), to: new Date('2024-11-01T10:00:00Z') }
  expect(await dated(all, bounds)).toEqual(['a'])
  expect(await dated(null, { order: 'descending', to: new Date('2026-11-02T23:00:00Z') })).toEqual(['a'])
  expect(await lists.datedIds(all, { limit: 1, offset: 1 })).toEqual({ total: 3, ids: ['c'] })
  expect(await lists.datedIds(all, { limit: 1, offset: 9 })).toEqual({ total: 3, ids: [] })
})

test('an export goes on after the last id', async () => {
  const batch = async (options: object) =>
    (await lists.exportBatch({ limit: 2, ...options })).map(({ id }) => id)
  expect(await batch({})).toEqual(['a', 'b'])
  expect(await batch({ after: 'b' })).toEqual(['c'])
  expect(await batch({ from: '2026-11-03' })).toEqual(['b', 'c'])
  expect(await batch({ to: '2026-11-02' })).toEqual(['a'])
  expect(await batch({ hasCode: false })).toEqual(['b', 'c'])
})
