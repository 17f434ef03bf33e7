import { setTimeout as delay } from 'node:timers/promises'
import {
  chunkStore,
  type Database,
  dumpClosing,
  dumpsAdmin,
  indexTargets,
  outstandingJobs,
  papersRead,
} from '@paperboy/database'
import { expect, test } from 'vitest'
import { claimRecords, feed, mergeChunk, type Said, type Taken } from '../test/feed.ts'
import { eachTestHasADatabase } from '../test/own-database.suite.ts'
import { takeBackAll } from '../test/take-back-all.ts'
import { mergeCarefully } from './merge-carefully.ts'
import { mergeItems } from './merge-items.ts'
import { readEntries } from './read-entries.ts'
import { settleWithdrawals } from './undo/settle-withdrawals.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const TITLE = 'Attention Is All You Really Need'
const ID = '1706.03762'
const page: Said = { title: TITLE, abstract: 'A long abstract, as a page shows it.' }
const older: Said = { title: TITLE, ids: [ID], updatedAt: '2023-08-02' }
const newer: Said = { title: TITLE, ids: [ID], updatedAt: '2023-08-04', abstract: 'Corrected.' }
const taken: Taken = { kind: 'deletion', ids: [`oai:arXiv.org:${ID}`], updatedAt: '2023-08-03' }
const other: Said = { title: 'Bidirectional Encoders in Their Many Forms', ids: ['1810.04805'] }

const none = { created: 0, updated: 0, unchanged: 0 }
const find = () => papersRead(db).find(ID)
const rows = () =>
  db
    .selectFrom('papers')
    .select(['id', 'title', 'version', 'deleted_at', 'withdrawn_at'])
    .orderBy('id')
    .execute()
const withdrawals = () => db.selectFrom('withdrawals').selectAll().execute()

test('a paper that its source withdraws is there no more, and nothing of it is forgotten', async () => {
  await indexTargets(db).add('an-index', 'live')
  await feed(db, [older, page], '2026-11-01')
  const { id } = (await find())!
  await db.deleteFrom('index_queue').execute()
  expect(await feed(db, [taken], '2026-11-02')).toEqual({ ...none, updated: 1 })
  const read = papersRead(db)
  for (const reference of [id, ID, `${ID}v2`])
    await expect(read.find(reference)).rejects.toMatchObject({ code: 'WITHDRAWN', status: 410 })
  expect(await read.byIds([id])).toEqual([])
  expect(await read.count()).toBe(0)
  expect(await rows()).toMatchObject([
    { id, title: TITLE, withdrawn_at: new Date('2023-08-03T23:59:59.999Z') },
  ])
  expect(await db.selectFrom('paper_facts').select('paper_id').execute()).toHaveLength(2)
  const [row] = await rows()
  expect(await db.selectFrom('index_queue').select(['paper_id', 'version']).execute()).toEqual([
    { paper_id: id, version: row?.version },
  ])
})

test('an older record does not bring it back, nor a page; a newer one does, under its id', async () => {
  await feed(db, [older], '2026-11-01')
  const { id } = (await find())!
  await feed(db, [taken], '2026-11-02')
  const gone = { code: 'WITHDRAWN' }
  expect(await feed(db, [{ ...older, authors: ['A. V.'] }], '2026-11-03')).toEqual({ ...none, updated: 1 })
  expect(await feed(db, [page], '2026-11-04')).toEqual({ ...none, updated: 1 })
  await expect(find()).rejects.toMatchObject(gone)
  const sameDay = { ...newer, updatedAt: '2023-08-03T23:00:00Z' }
  expect(await feed(db, [sameDay], '2026-11-05')).toEqual({ ...none, updated: 1 })
  await expect(find()).rejects.toMatchObject(gone)
  expect(await feed(db, [newer], '2026-11-06')).toEqual({ ...none, updated: 1 })
  expect(await find()).toMatchObject({ id, abstract: 'Corrected.', authors: [{ name: 'A. V.' }] })
})

test('a withdrawal of what nobody has yet makes no paper, and is remembered', async () => {
  expect(await feed(db, [taken, other], '2026-11-01')).toEqual({ ...none, created: 1, unchanged: 1 })
  expect(await rows()).toHaveLength(1)
  expect(await find()).toBeNull()
  expect(await feed(db, [older], '2026-11-02')).toEqual({ ...none, created: 1 })
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
  expect(await feed(db, [newer], '2026-11-03')).toEqual({ ...none, updated: 1 })
  expect(await find()).toMatchObject({ abstract: 'Corrected.' })
})

test('it counts once with the records of its paper, and again in a replay not at all', async () => {
  const said = [older, taken, taken, other]
  const first = await claimRecords(db, said, '2026-11-01')
  expect(await mergeChunk(db, first)).toEqual({ created: 2, updated: 0, unchanged: 2 })
  const before = await rows()
  await dumpsAdmin(db).replay(first.dumpId)
  const again = await claimRecords(db, said, '2026-11-01')
  expect(await mergeChunk(db, again)).toEqual({ ...none, unchanged: 4 })
  expect(await rows()).toEqual(before)
  const earlier = { ...taken, updatedAt: '2022-01-01' }
  expect(await feed(db, [earlier], '2026-11-03')).toEqual({ ...none, unchanged: 1 })
  expect(await rows()).toEqual(before)
})

test('without a date it holds as of the day of its dump', async () => {
  const { updatedAt: _, ...undated } = taken
  await feed(db, [older, undated], '2023-08-03')
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
  await feed(db, [newer], '2026-11-02')
  expect(await find()).not.toBeNull()
})

test('undone, it gives the paper back, unless another dump withdraws it too', async () => {
  await feed(db, [older, page], '2026-11-01')
  const before = await find()
  const first = await claimRecords(db, [taken], '2026-11-02')
  await mergeChunk(db, first)
  const second = await claimRecords(db, [{ ...taken, updatedAt: '2023-09-01' }, other], '2026-11-03')
  await mergeChunk(db, second)
  await takeBackAll(db, first.dumpId)
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
  await takeBackAll(db, second.dumpId)
  expect(await find()).toEqual(before)
  expect(await withdrawals()).toEqual([])
})

test('what is withdrawn and undone comes back withdrawn, and whole once the withdrawal is undone', async () => {
  const said = await claimRecords(db, [older], '2026-11-01')
  await mergeChunk(db, said)
  const { id } = (await find())!
  const withdrawal = await claimRecords(db, [taken], '2026-11-02')
  await mergeChunk(db, withdrawal)
  await takeBackAll(db, said.dumpId)
  expect(await find()).toBeNull()
  expect(await withdrawals()).toHaveLength(1)
  await feed(db, [{ ...older, abstract: 'Once more.' }], '2026-11-03')
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
  await takeBackAll(db, withdrawal.dumpId)
  expect(await find()).toMatchObject({ id })
})

test('a paper that the newer record of an undone dump kept is withdrawn again', async () => {
  await feed(db, [older, taken], '2026-11-01')
  const back = await claimRecords(db, [newer], '2026-11-02')
  await mergeChunk(db, back)
  expect(await find()).not.toBeNull()
  await takeBackAll(db, back.dumpId)
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
})

test('a replay that reads a withdrawal no longer gives the paper back', async () => {
  await feed(db, [older], '2026-11-01')
  const claim = await claimRecords(db, [other, taken], '2026-11-02')
  await mergeChunk(db, claim)
  await dumpClosing(db).close(claim.dumpId, () => false)
  await dumpsAdmin(db).replay(claim.dumpId)
  const settle = settleWithdrawals(db)
  await settle(claim.dumpId)
  const again = await claimRecords(db, [other, taken], '2026-11-02')
  expect(again).toMatchObject({ dumpId: claim.dumpId, run: 2 })
  again.content.entries.pop()
  await settle(claim.dumpId)
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
  await mergeChunk(db, again)
  await settle(claim.dumpId)
  expect(await find()).not.toBeNull()
  expect(await withdrawals()).toEqual([])
})

test('a replay is not closed before what it withdraws no longer is back, whoever parsed its last chunk', async () => {
  await feed(db, [older], '2026-11-01')
  const claim = await claimRecords(db, [other, taken], '2026-11-02')
  const { dumpId } = claim
  await mergeChunk(db, claim)
  await dumpClosing(db).close(dumpId, () => false)
  await dumpsAdmin(db).replay(dumpId)
  const again = await claimRecords(db, [other, taken], '2026-11-02')
  again.content.entries.pop()
  const settle = settleWithdrawals(db)
  // One worker finds a chunk open, another one ends it, then the first goes on, and the other dies.
  await settle(dumpId)
  await mergeChunk(db, again)
  expect(await dumpClosing(db).close(dumpId, () => false)).toBe(false)
  expect(await outstandingJobs(db)).toContainEqual(
    expect.objectContaining({ name: 'chunk.parse', payload: { dumpId, run: 2, seq: 0 } }),
  )
  await settle(dumpId)
  expect(await dumpClosing(db).close(dumpId, () => false)).toBe(true)
  expect(await find()).not.toBeNull()
  expect(await withdrawals()).toEqual([])
})

test('a record and its withdrawal that are parsed at the same moment see each other', async () => {
  const ids = Array.from({ length: 40 }, (_, n) => `2402.${String(n).padStart(5, '0')}`)
  const said = ids.map((id) => ({
    title: `A Study That Everybody Knows ${id}`,
    ids: [id],
    updatedAt: '2023-01-01',
  }))
  const claims = []
  for (let n = 0; n < 8; n++) {
    const part = ids.filter((_, at) => at % 4 === n % 4)
    const records =
      n < 4 ? part.map((id) => ({ ...taken, ids: [id] })) : said.filter(({ ids: [id] }) => part.includes(id!))
    claims.push(await claimRecords(db, records, `2026-11-0${n + 1}`))
  }
  expect(
    (await Promise.all(claims.map((claim) => mergeChunk(db, claim)))).every((count) => count !== null),
  ).toBe(true)
  const all = await rows()
  expect(all).toHaveLength(40)
  expect(all.filter((row) => row.withdrawn_at === null)).toEqual([])
})

test('a withdrawal whose transaction waits is seen by the record that comes after it', async () => {
  const withdrawal = await claimRecords(db, [taken], '2026-11-01')
  const record = await claimRecords(db, [older], '2026-11-02')
  let merging: Promise<unknown> = Promise.resolve()
  const { withdrawals } = readEntries(withdrawal.content.entries, 0, {
    name: 'oai-pmh',
    abstractRequired: false,
  })
  await chunkStore(db).commit(withdrawal, async (tx) => {
    const counts = await mergeItems(tx, withdrawal, { items: [], withdrawals })
    merging = mergeChunk(db, record)
    // It waits for this transaction; without the lock it would be done by now.
    await delay(300)
    return { counts: { ...counts, rejected: 0 }, rejects: [] }
  })
  await merging
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
})

test('records that are merged one by one, each in a savepoint, are withdrawn all the same', async () => {
  const claim = await claimRecords(db, [older, taken, other], '2026-11-01')
  const said = readEntries(claim.content.entries, 0, { name: 'oai-pmh', abstractRequired: false })
  await chunkStore(db).commit(claim, async (tx) => {
    const { counts, refused } = await mergeCarefully(tx, claim, said)
    expect(refused).toEqual([])
    expect(counts).toEqual({ created: 2, updated: 0, unchanged: 1 })
    return { counts: { ...counts, rejected: 0 }, rejects: [] }
  })
  await expect(find()).rejects.toMatchObject({ code: 'WITHDRAWN' })
})
