import {
  type Database,
  dumpClosing,
  dumpsAdmin,
  dumpsRead,
  indexTargets,
  outstandingJobs,
  papersRead,
  undoStore,
} from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { claimRecords, feed, mergeChunk, type Said } from '../../test/feed.ts'
import { eachTestHasADatabase } from '../../test/own-database.suite.ts'
import { takeBack } from './take-back.ts'
import { undoDump } from './undo-dump.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const TITLE = 'Attention Is All You Really Need'
const page: Said = { title: TITLE, abstract: 'A long abstract, as a page shows it.' }
const preprint: Said = { title: TITLE, ids: ['1706.03762'], authors: ['A. V.'], updatedAt: '2023-08-02' }
const other: Said = { title: 'Bidirectional Encoders in Their Many Forms', ids: ['1810.04805'] }
const context = { signal: new AbortController().signal }
const log = createLogger('parser', 'silent')

const rows = () =>
  db
    .selectFrom('papers')
    .select(['id', 'title', 'abstract', 'arxiv_id', 'doi', 'authors', 'links', 'first_seen_at'])
    .select(['last_seen_at', 'trending'])
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
const dumpIds = async () =>
  (await db.selectFrom('dumps').select('id').orderBy('received_at').execute()).map(({ id }) => id)

async function undo(id: string, papers = 500) {
  await dumpsAdmin(db).undo(id)
  await undoDump({ undos: undoStore(db), queue: { send: async () => {} }, log, papers })(
    { dumpId: id },
    context,
  )
  return dumpsRead(db).get(id)
}

test('what only one dump brought goes with it, and comes back under the same ids with the same bytes', async () => {
  await feed(db, [page, other], '2026-11-01')
  const before = await rows()
  const [id = ''] = await dumpIds()
  const dump = await undo(id)
  expect(dump).toMatchObject({ status: 'failed', error: { code: 'UNDONE' }, counts: { records: 0 } })
  expect(await rows()).toEqual([])
  for (const table of ['appearances', 'paper_facts', 'identities', 'chunks'] as const)
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
  expect(await papersRead(db).find(before[0]!.id)).toBeNull()
  expect(await feed(db, [page, other], '2026-11-01')).toEqual({ created: 2, updated: 0, unchanged: 0 })
  expect(await rows()).toEqual(before)
})

test('the index hears of it: tombstones under a higher version', async () => {
  await indexTargets(db).add('an-index', 'live')
  await feed(db, [page], '2026-11-01')
  const queued = () => db.selectFrom('index_queue').select(['paper_id', 'version']).execute()
  const [first] = await queued()
  const [id = ''] = await dumpIds()
  await undo(id)
  expect(await queued()).toEqual([{ paper_id: first?.paper_id, version: (first?.version ?? 0) + 1 }])
})

test('a paper that others also brought keeps what they said, and when they said it', async () => {
  await feed(db, [preprint], '2026-11-01')
  await feed(db, [page], '2026-11-02')
  const [early = '', late = ''] = await dumpIds()
  const [whole] = await rows()
  await undo(early)
  expect(await rows()).toMatchObject([
    { id: whole?.id, arxiv_id: null, authors: [], first_seen_at: new Date('2026-11-02T00:00:00Z') },
  ])
  await feed(db, [preprint], '2026-11-01')
  expect(await rows()).toEqual([whole])
  await undo(late)
  expect(await rows()).toMatchObject([{ id: whole?.id, abstract: null, arxiv_id: '1706.03762' }])
})

test('papers that a record of the dump had joined part again, each under its own id', async () => {
  await feed(db, [{ title: 'First Name of a Paper', ids: ['2401.00001'] }], '2026-11-01')
  await feed(db, [{ title: 'Second Name of a Paper', abstract: 'Said on a page.' }], '2026-11-02')
  const apart = await rows()
  await feed(db, [{ title: 'Second Name of a Paper', ids: ['2401.00001'] }], '2026-11-03')
  expect(await rows()).toHaveLength(1)
  await undo((await dumpIds())[2]!)
  expect(await rows()).toEqual(apart)
})

test('a second undo, and one of a dump that is not there, change nothing', async () => {
  await feed(db, [page], '2026-11-01')
  const [id = ''] = await dumpIds()
  const undone = await undo(id)
  expect(await dumpsAdmin(db).undo(id)).toEqual({ dump: undone, undone: true })
  expect(await dumpsAdmin(db).undo('nowhere')).toBeNull()
})

test('an undo that was cut off goes on where it was, with another worker', async () => {
  await feed(db, [page, other], '2026-11-01')
  const [id = ''] = await dumpIds()
  await dumpsAdmin(db).undo(id)
  const undos = undoStore(db)
  const claim = (await undos.claim(id, 0))!
  const step = (held: typeof claim) =>
    undos.step(held, { papers: 1, leaseMs: 0 }, (tx, part) => takeBack(tx, id, part, new Date()))
  expect(await step(claim)).toBe('more')
  expect(await rows()).toHaveLength(1)
  await expect(
    undos.step(claim, { papers: 1, leaseMs: 0 }, async (tx, part) => {
      await takeBack(tx, id, part, new Date())
      throw new Error('killed before the end')
    }),
  ).rejects.toThrow('killed')
  expect(await rows()).toHaveLength(1)
  expect(await outstandingJobs(db)).toContainEqual({ name: 'dump.undo', payload: { dumpId: id }, key: id })
  expect((await undo(id))?.error?.code).toBe('UNDONE')
  expect(await step(claim)).toBe('lost')
  expect(await rows()).toEqual([])
})

test('a chunk that is at work when the undo begins writes nothing', async () => {
  const claim = await claimRecords(db, [page], '2026-11-01')
  await undo(claim.dumpId)
  expect(await mergeChunk(db, claim)).toBeNull()
  expect(await rows()).toEqual([])
})

test('a replay in the middle of an undo wins: the undo stops and all is there again', async () => {
  await feed(db, [page, other], '2026-11-01')
  const before = await rows()
  const [id = ''] = await dumpIds()
  await dumpsAdmin(db).undo(id)
  const undos = undoStore(db)
  const claim = (await undos.claim(id, 60_000))!
  const step = () =>
    undos.step(claim, { papers: 1, leaseMs: 60_000 }, (tx, part) => takeBack(tx, id, part, new Date()))
  await step()
  await dumpsAdmin(db).replay(id)
  expect(await step()).toBe('lost')
  const chunk = await claimRecords(db, [page, other], '2026-11-01')
  await mergeChunk(db, chunk)
  await dumpClosing(db).close(id, () => false)
  expect(await rows()).toEqual(before)
  expect(await undos.claim(id, 1)).toBeNull()
})

test('after any undo the papers are what the other dumps alone would have made', async () => {
  const said: Said[] = [
    page,
    preprint,
    other,
    { title: TITLE, ids: ['10.5555/3295222.3295349'], links: ['https://example.org/a'] },
    { title: TITLE, ids: ['arXiv:2001.00001'], abstract: 'Another paper with this title.' },
    { title: 'An Older Name of the Same Preprint', ids: ['1706.03762'], updatedAt: '2017-06-12' },
    { title: other.title, ids: ['10.18653/v1/n19-1423'], abstract: 'From the anthology.' },
    { title: 'An Older Name of the Same Preprint', abstract: 'On a page.' },
  ]
  const facts = async () => (await rows()).map(({ id: _, ...rest }) => JSON.stringify(rest)).sort()
  const fed = async (record: Said, date: string) => {
    const claim = await claimRecords(db, [record], date)
    await mergeChunk(db, claim)
    return claim.dumpId
  }
  for (let round = 0; round < 8; round++) {
    const days = said.map((record, n) => ({ record, date: `2026-11-${10 + ((n * (round + 3)) % 17)}` }))
    const gone = [...new Set([round % said.length, (round * 3 + 1) % said.length])]
    const kept = days.filter((_, n) => !gone.includes(n))
    const ids = []
    for (const { record, date } of kept) ids.push(await fed(record, date))
    const alone = await facts()
    const feedGone = () => Promise.all(gone.map((n) => fed(days[n]!.record, days[n]!.date)))
    const taken = await feedGone()
    const all = await facts()
    for (const id of taken) await undo(id)
    expect(await facts()).toEqual(alone)
    await feedGone()
    expect(await facts()).toEqual(all)
    for (const id of [...ids, ...taken]) await undo(id)
    expect(await rows()).toEqual([])
  }
})
