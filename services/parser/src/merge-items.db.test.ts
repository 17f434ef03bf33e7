import { chunkStore, type Database, indexTargets, papersRead } from '@paperboy/database'
import { expect, test } from 'vitest'
import { claimRecords, feed, mergeChunk, type Said } from '../test/feed.ts'
import { eachTestHasADatabase } from '../test/own-database.suite.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const TITLE = 'Attention Is All You Really Need'
const page: Said = { title: TITLE, abstract: 'A long abstract, as a page shows it.' }
const preprint: Said = {
  title: TITLE,
  ids: ['arXiv:1706.03762v5'],
  authors: ['Ashish Vaswani'],
  updatedAt: '2023-08-02',
}
const published: Said = { title: TITLE, ids: ['10.5555/3295222.3295349'], categories: ['cs.CL'] }

const papers = () =>
  db
    .selectFrom('papers')
    .select([
      'id',
      'title',
      'abstract',
      'arxiv_id',
      'doi',
      'authors',
      'categories',
      'first_seen_at',
      'last_seen_at',
    ])
    .where('deleted_at', 'is', null)
    .orderBy('title')
    .orderBy('arxiv_id')
    .orderBy('doi')
    .execute()

test('a page, a preprint and the published version are one paper with all their facts', async () => {
  expect(await feed(db, [page])).toEqual({ created: 1, updated: 0, unchanged: 0 })
  expect(await feed(db, [preprint])).toEqual({ created: 0, updated: 1, unchanged: 0 })
  expect(await feed(db, [published])).toEqual({ created: 0, updated: 1, unchanged: 0 })
  expect(await papers()).toMatchObject([
    {
      title: TITLE,
      abstract: page.abstract,
      arxiv_id: '1706.03762',
      doi: '10.5555/3295222.3295349',
      authors: [{ name: 'Ashish Vaswani' }],
      categories: ['cs.CL'],
    },
  ])
})

test('the result does not depend on the order of arrival, nor on what shares a chunk', async () => {
  const said: Said[] = [
    page,
    preprint,
    published,
    { title: 'Attention is all you really need', abstract: 'Short.' },
    { title: 'An Older Name of the Same Preprint', ids: ['1706.03762'], updatedAt: '2017-06-12' },
    { title: TITLE, ids: ['arXiv:2001.00001'], abstract: 'Another paper with this title.' },
    { title: 'Bidirectional Encoders in Their Many Forms', ids: ['1810.04805'], abstract: 'B' },
    { title: 'Bidirectional Encoders in Their Many Forms', ids: ['10.18653/v1/n19-1423'] },
  ]
  const results = new Set<string>()
  for (let round = 0; round < 24; round++) {
    const random = mulberry(round)
    const order = said.map((record) => ({ record, at: random() })).sort((a, b) => a.at - b.at)
    const together = 1 + Math.floor(random() * 3)
    for (let n = 0; n < order.length; n += together) {
      await feed(
        db,
        order.slice(n, n + together).map(({ record }) => record),
        '2026-11-01',
      )
    }
    const facts = (await papers()).map(({ id: _, first_seen_at: _f, last_seen_at: _l, ...rest }) => rest)
    results.add(JSON.stringify(facts, null, 1))
    await db.deleteFrom('appearances').execute()
    for (const table of ['identities', 'paper_facts', 'papers', 'chunks', 'dump_days', 'dumps'] as const) {
      await db.deleteFrom(table).execute()
    }
  }
  const [first, ...others] = results
  for (const other of others) expect(other).toBe(first)
  expect(JSON.parse([...results][0]!)).toHaveLength(3)
})

test('a record that connects two papers joins them, and the old id leads to the paper', async () => {
  await feed(db, [{ title: 'First Name of a Paper', ids: ['2401.00001'] }], '2026-11-01')
  await feed(db, [{ title: 'Second Name of a Paper', abstract: 'Said on a page.' }], '2026-11-02')
  const before = await papers()
  expect(before).toHaveLength(2)
  await feed(db, [{ title: 'Second Name of a Paper', ids: ['2401.00001'] }], '2026-11-03')
  const [joined, ...others] = await papers()
  expect(others).toEqual([])
  expect(joined?.abstract).toBe('Said on a page.')
  expect(joined?.first_seen_at.toISOString()).toBe('2026-11-01T00:00:00.000Z')
  const read = papersRead(db)
  for (const { id } of before) expect((await read.find(id))?.id).toBe(joined?.id)
})

test('an unchanged record writes no new version, a twin in the same dump counts once', async () => {
  await indexTargets(db).add('an-index', 'live')
  await feed(db, [page, page], '2026-11-20')
  const version = async () =>
    (await db.selectFrom('papers').select('version').executeTakeFirstOrThrow()).version
  const first = await version()
  await db.deleteFrom('index_queue').execute()
  const again = await feed(db, [page, { ...page, title: ` ${TITLE} ` }, page], '2026-11-20')
  expect(again).toEqual({ created: 0, updated: 0, unchanged: 3 })
  expect(await version()).toBe(first)
  expect(await db.selectFrom('index_queue').selectAll().execute()).toEqual([])
})

test('changed papers are in the index queue once, by the same transaction', async () => {
  await indexTargets(db).add('an-index', 'live')
  await feed(db, [page])
  await feed(db, [preprint])
  const rows = await db.selectFrom('index_queue').select(['target', 'version']).execute()
  expect(rows).toEqual([{ target: 'an-index', version: 2 }])
})

test('a parser that lost its chunk to another one writes nothing', async () => {
  const zombie = await claimRecords(db, [page], '2026-11-24')
  await db
    .updateTable('chunks')
    .set({ lease_until: new Date(0) })
    .execute()
  const heir = await chunkStore(db).claim(zombie, 60_000)
  expect(heir?.epoch).toBe(zombie.epoch + 1)
  expect(await mergeChunk(db, zombie)).toBeNull()
  expect(await papers()).toEqual([])
  expect(await mergeChunk(db, heir!)).toMatchObject({ created: 1 })
  expect(await mergeChunk(db, heir!)).toBeNull()
  expect(await papers()).toHaveLength(1)
})

test('parsers that meet the same new papers at the same time make each once', async () => {
  const said = (salt: number): Said[] =>
    Array.from({ length: 60 }, (_, n) => ({
      title: `A Study That Everybody Knows ${n % 40}`,
      ...(n % 3 === salt % 3 ? { ids: [`2402.${String(n % 40).padStart(5, '0')}`] } : {}),
      abstract: `Version ${salt}`.padEnd(20 + salt, '.'),
    }))
  const claims = []
  for (let salt = 0; salt < 8; salt++) claims.push(await claimRecords(db, said(salt), `2026-11-0${salt + 1}`))
  const counts = await Promise.all(claims.map((claim) => mergeChunk(db, claim)))
  expect(counts.every((count) => count !== null)).toBe(true)
  expect(await papers()).toHaveLength(40)
})

/** A small seeded generator: a failure can be run again. */
function mulberry(seed: number): () => number {
  let state = seed + 0x6d2b79f5
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1)
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32
  }
}
