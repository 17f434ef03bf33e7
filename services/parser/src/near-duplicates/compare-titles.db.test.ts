import {
  type Database,
  dumpClosing,
  dumpsAdmin,
  nearDuplicates,
  outstandingJobs,
  readReport,
  rejectsStore,
  titleStore,
} from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { beforeEach, expect, test } from 'vitest'
import { claimRecords, feed, mergeChunk, type Said } from '../../test/feed.ts'
import { eachTestHasADatabase } from '../../test/own-database.suite.ts'
import { takeBackAll } from '../../test/take-back-all.ts'
import { compareTitles } from './compare-titles.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})
let days = 0
beforeEach(() => {
  days = 0
})

const log = createLogger('parser', 'silent')
const context = { signal: new AbortController().signal }
const first: Said = { title: 'Folding Newspapers with Graph Networks', ids: ['2401.00001'] }
const misspelt: Said = { title: 'Folding Newspapers with Grpah Networks', ids: ['2401.00002'] }
const other: Said = { title: 'Reading Letters by the Light of Lamps', ids: ['2401.00003'] }

/** A dump that is closed; its id. */
async function closed(...records: Said[]) {
  const date = `2026-11-0${++days}`
  await feed(db, records, date)
  const { id } = await db.selectFrom('dumps').select('id').where('date', '=', date).executeTakeFirstOrThrow()
  await dumpClosing(db).close(id, () => false)
  return id
}
const compare = (dumpId: string) => compareTitles({ titles: titleStore(db), log })({ dumpId }, context)
const shown = async (dump?: string) =>
  (await nearDuplicates(db, { limit: 10, ...(dump && { dump }) })).items.map(
    ({ kind, idsConflict, papers }) => [kind, idsConflict, ...papers.map(({ arxivId }) => arxivId).sort()],
  )
const PAIR = ['letters', true, '2401.00001', '2401.00002']

test('a pair is found over dumps, and belongs to the report of both', async () => {
  const [one, two] = [await closed(first, other), await closed(misspelt)]
  expect((await readReport(db, two))?.nearDuplicates).toMatchObject({ compared: false, count: 0 })
  await compare(one)
  expect(await shown()).toEqual([])
  await compare(two)
  for (const dump of [undefined, one, two]) expect(await shown(dump)).toEqual([PAIR])
  expect((await readReport(db, one))?.nearDuplicates).toMatchObject({ compared: true, count: 1 })
  expect(await shown(await closed({ title: 'Something Else That Stands Alone' }))).toEqual([])
})

test('work that was cut off after the keys is done again, and what is done is not', async () => {
  const id = await closed(first, misspelt)
  const job = { name: 'dump.compare', payload: { dumpId: id }, key: id }
  expect(await outstandingJobs(db)).toContainEqual(job)
  const titles = titleStore(db)
  const cut = { ...titles, candidates: async () => Promise.reject(new Error('killed')) }
  await expect(compareTitles({ titles: cut, log })({ dumpId: id }, context)).rejects.toThrow('killed')
  expect(await shown()).toEqual([])
  await compare(id)
  expect(await shown()).toEqual([PAIR])
  expect(await outstandingJobs(db)).not.toContainEqual(job)
  expect(await titles.claim(id, 1_000)).toBeNull()
})

test('candidates of few papers are held at a time, and all papers are looked at', async () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ title: `Paper ${'x'.repeat(n + 1)} Stands Alone` }))
  const id = await closed(first, ...many, misspelt)
  const titles = titleStore(db)
  const asked: number[] = []
  const candidates = async (ids: string[]) => {
    asked.push(ids.length)
    return titles.candidates(ids)
  }
  await compareTitles({ titles: { ...titles, candidates }, log })({ dumpId: id }, context)
  expect(Math.max(...asked)).toBeLessThanOrEqual(25)
  expect(asked.reduce((sum, ids) => sum + ids)).toBe(62)
  expect(await shown()).toEqual([PAIR])
})

test('of two workers at once neither takes a pair from the other', async () => {
  const [one, two] = [await closed(first), await closed(misspelt)]
  const titles = titleStore(db)
  // The first one looks before the other writes its keys, and ends after it.
  const candidates = async (ids: string[]) => {
    const found = await titles.candidates(ids)
    await compare(two)
    return found
  }
  await compareTitles({ titles: { ...titles, candidates }, log })({ dumpId: one }, context)
  expect(await shown()).toEqual([PAIR])
})

test('a title that changes while it is compared is compared by whoever wrote its new keys', async () => {
  const id = await closed(first, misspelt)
  const titles = titleStore(db)
  const step = await titles.next((await titles.claim(id, 0))!, -1)
  const [paper] = step!.papers
  const overtaken = {
    ...titles,
    async candidates(ids: string[]) {
      const found = await titles.candidates(ids)
      await titles.putKeys([{ paperId: paper!.id, title: 'Another Title', keys: [] }])
      return found
    },
  }
  await compareTitles({ titles: overtaken, log })({ dumpId: id }, context)
  expect(await db.selectFrom('near_duplicates').selectAll().execute()).toEqual([])
  const uncompared = db.selectFrom('title_keys').select('paper_id').where('compared', '=', false)
  expect(await uncompared.execute()).toEqual([{ paper_id: paper!.id }])
})

test('a comparison that began before rejects were parsed again does not speak for the papers they became', async () => {
  const id = await closed(first)
  await db.updateTable('dumps').set({ status: 'done' }).execute()
  await db.updateTable('chunks').set({ rejected: 1 }).execute()
  const titles = titleStore(db)
  const before = (await titles.claim(id, 0))!
  await dumpsAdmin(db).replayRejects(id)
  const rejects = rejectsStore(db)
  await rejects.finish((await rejects.claim(id, 60_000))!)
  await dumpClosing(db).close(id, () => false)
  await titles.renew(before, 60_000)
  await titles.finish(before)
  expect(await titles.claim(id, 60_000)).toMatchObject({ run: before.run })
})

test('a paper that comes back is paired with what arrived while it was gone', async () => {
  await feed(db, [first], '2026-10-01')
  const { id: one } = await db.selectFrom('dumps').select('id').executeTakeFirstOrThrow()
  await dumpClosing(db).close(one, () => false)
  await compare(one)
  await takeBackAll(db, one)
  await compare(await closed(misspelt))
  expect(await shown()).toEqual([])
  await feed(db, [first], '2026-10-01')
  await dumpClosing(db).close(one, () => false)
  await compare(one)
  expect(await shown()).toEqual([PAIR])
})

test('a paper that was withdrawn when it was compared is paired once the withdrawal is undone', async () => {
  const one = await closed({ ...first, updatedAt: '2024-02-01' })
  const taken = { kind: 'deletion' as const, ids: ['oai:arXiv.org:2401.00001'], updatedAt: '2024-02-02' }
  const withdrawal = await claimRecords(db, [taken], '2026-10-02')
  await mergeChunk(db, withdrawal)
  await compare(one)
  await compare(await closed(misspelt))
  expect(await shown()).toEqual([])
  await takeBackAll(db, withdrawal.dumpId)
  expect(await shown()).toEqual([PAIR])
})

test('ids that conflict are those that the papers have now', async () => {
  const { ids: _, ...unnamed } = misspelt
  await compare(await closed(first, { ...unnamed, ids: ['10.5555/1'] }))
  const conflicts = async () =>
    (await nearDuplicates(db, { limit: 10 })).items.map((pair) => pair.idsConflict)
  expect(await conflicts()).toEqual([false])
  await db.updateTable('papers').set({ arxiv_id: '2401.00009' }).where('arxiv_id', 'is', null).execute()
  expect(await conflicts()).toEqual([true])
})

test('a pair goes when a title changes or a paper is gone, and comes back with them', async () => {
  const id = await closed(first, misspelt)
  await compare(id)
  await db
    .updateTable('papers')
    .set({ deleted_at: new Date() })
    .where('arxiv_id', '=', '2401.00002')
    .execute()
  expect(await shown()).toEqual([])
  await db
    .updateTable('papers')
    .set({ deleted_at: null, title: 'New' })
    .where('arxiv_id', '=', '2401.00002')
    .execute()
  expect(await shown()).toEqual([])
  await db.updateTable('papers').set({ title: misspelt.title }).where('arxiv_id', '=', '2401.00002').execute()
  expect(await shown()).toEqual([PAIR])
  await feed(
    db,
    [{ ...misspelt, title: 'A Wholly Different Name of This', updatedAt: '2026-01-01' }],
    '2026-11-08',
  )
  const { id: renamed } = await db
    .selectFrom('dumps')
    .select('id')
    .where('date', '=', '2026-11-08')
    .executeTakeFirstOrThrow()
  await dumpClosing(db).close(renamed, () => false)
  await compare(renamed)
  expect(await db.selectFrom('near_duplicates').selectAll().execute()).toEqual([])
})

test('pairs are paged', async () => {
  const id = await closed(first, misspelt, {
    title: 'Folding Newspapers with Graph Networks v2',
    ids: ['2401.00004'],
  })
  await compare(id)
  const one = await nearDuplicates(db, { limit: 1 })
  const two = await nearDuplicates(db, { limit: 1, cursor: one.nextCursor ?? '' })
  expect([...one.items, ...two.items].map(({ kind }) => kind).sort()).toEqual(['letters', 'version'])
  expect(two.nextCursor).toBeNull()
})
