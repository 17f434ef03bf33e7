import { Readable } from 'node:stream'
import type { SourceEntry } from '@paperboy/contracts'
import {
  archiveStore,
  chunkStore,
  type Database,
  dumpClosing,
  dumpsAdmin,
  dumpsRead,
  intake,
  outstandingJobs,
  packChunk,
  rejectsStore,
  splitStore,
} from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { eachTestHasADatabase } from '../../test/own-database.suite.ts'
import { parseRejects } from './parse-rejects.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const LEASE_MS = 60_000
const log = createLogger('parser', 'silent')
const context = { signal: new AbortController().signal }
const title = (n: number) => `The Number ${n} of Many Papers Here`
const LINES = [0, 1, 2, 3, 4, 5].map((n) =>
  n === 4 ? '{"no title": 1}' : JSON.stringify({ title: title(n), abstract: 'Text.', rank: n + 1 }),
)

/** A dump of two chunks, parsed by a parser that rejected `refused` of its six records. */
async function parsed(refused: number[], positionOf = (n: number) => `line ${n + 1}`) {
  const bytes = Readable.from([Buffer.from(LINES.join('\n'))])
  const { dump } = await intake(db).store(bytes, {
    filename: 'a',
    date: '2026-11-01',
    format: 'auto',
    maxBytes: 1e6,
  })
  const splits = splitStore(db)
  const split = (await splits.claim(dump.id, LEASE_MS))!
  await splits.begin(split, { format: 'jsonl', date: '2026-11-01' })
  for (const seq of [0, 1]) {
    const entries = [0, 1, 2].map(
      (n): SourceEntry => ({ kind: 'record', position: positionOf(3 * seq + n), title: 'x' }),
    )
    const payload = await packChunk(
      3 * seq,
      entries.map((entry) => JSON.stringify(entry)),
    )
    await splits.addChunk(split, { seq, records: 3, payload }, LEASE_MS)
    const chunk = (await chunkStore(db).claim({ dumpId: dump.id, run: 1, seq }, LEASE_MS))!
    const rejects = refused
      .filter((n) => Math.floor(n / 3) === seq)
      .map((n) => {
        return { ordinal: n, position: positionOf(n), code: 'OLD', reason: 'An old fault.', excerpt: '' }
      })
    const unchanged = 3 - rejects.length
    await chunkStore(db).commit(chunk, async () => ({
      counts: { created: 0, updated: 0, unchanged, rejected: rejects.length },
      rejects,
    }))
  }
  await splits.finish(split)
  await end(dump.id)
  return dump.id
}

async function end(id: string) {
  await dumpClosing(db).close(id, () => false)
  await db
    .updateTable('dumps')
    .set({ status: 'done', finished_at: new Date() })
    .where('id', '=', id)
    .execute()
}

const worker = () =>
  parseRejects({
    rejects: rejectsStore(db),
    queue: { send: async () => {} },
    log,
    count: () => {},
  })
const codes = async (id: string) =>
  (await dumpsRead(db).rejects(id, { limit: 10 }))!.items.map(({ position, code }) => `${position} ${code}`)
const titles = async () =>
  (await db.selectFrom('papers').select('title').orderBy('title').execute()).map((row) => row.title)

test('records that are accepted now become papers, the others stay rejects, and the counts add up', async () => {
  const id = await parsed([1, 3, 4])
  expect(await dumpsAdmin(db).replayRejects(id)).toMatchObject({
    dump: { status: 'processing' },
    dumpIds: [id],
  })
  expect(await outstandingJobs(db)).toContainEqual({ name: 'dump.rejects', payload: { dumpId: id }, key: id })
  await worker()({ dumpId: id }, context)
  await end(id)
  expect(await titles()).toEqual([title(1), title(3)])
  expect(await codes(id)).toEqual(['line 5 MISSING_TITLE'])
  expect(await dumpsRead(db).get(id)).toMatchObject({
    counts: { records: 6, created: 2, updated: 0, unchanged: 3, rejected: 1 },
  })
  const places = await db
    .selectFrom('appearances')
    .select(['ordinal', 'position', 'rank', 'run'])
    .orderBy('ordinal')
    .execute()
  expect(places).toEqual([
    { ordinal: 1, position: 'line 2', rank: 2, run: 1 },
    { ordinal: 3, position: 'line 4', rank: 4, run: 1 },
  ])
})

test('a second time changes nothing, and without rejects nothing begins', async () => {
  const id = await parsed([4])
  for (let n = 0; n < 2; n++) {
    await dumpsAdmin(db).replayRejects(id)
    await worker()({ dumpId: id }, context)
    await end(id)
    expect(await codes(id)).toEqual(['line 5 MISSING_TITLE'])
    expect((await dumpsRead(db).get(id))?.counts).toMatchObject({ records: 6, unchanged: 5, rejected: 1 })
  }
  await db.updateTable('chunks').set({ rejected: 0 }).execute()
  expect(await dumpsAdmin(db).replayRejects(id)).toMatchObject({ dump: { status: 'done' }, dumpIds: [] })
  expect(await dumpsAdmin(db).replayRejects('nowhere')).toBeNull()
})

test('a worker that is killed between chunks leaves the rest to the next, and writes nothing after that', async () => {
  const id = await parsed([1, 3])
  await dumpsAdmin(db).replayRejects(id)
  const store = rejectsStore(db)
  const killed = (await store.claim(id, 0))!
  await store.next(killed)
  await store.skip(killed, (await store.next(killed))!)
  expect(await store.claim(id, 0)).toMatchObject({ epoch: killed.epoch + 1 })
  const chunk = {
    seq: 1,
    firstOrdinal: 3,
    records: 3,
    attempts: 1,
    rejects: [{ ordinal: 3, position: 'line 4' }],
  }
  const nothing = { counts: { created: 0, updated: 0, unchanged: 1, rejected: 0 }, rejects: [] }
  expect(await store.commit(killed, chunk, async () => nothing)).toBe(false)
  expect(await store.finish(killed)).toBe(false)
  await worker()({ dumpId: id }, context)
  expect(await titles()).toEqual([title(3)])
  expect(await codes(id)).toEqual(['line 2 OLD'])
})

test('a dump that is read in another way now is parsed as a whole', async () => {
  const id = await parsed([1, 3], (n) => `item ${n + 1}`)
  await dumpsAdmin(db).replayRejects(id)
  await worker()({ dumpId: id }, context)
  expect(await dumpsRead(db).get(id)).toMatchObject({ status: 'received' })
  expect(await outstandingJobs(db)).toContainEqual({ name: 'dump.split', payload: { dumpId: id }, key: id })
})

test('a dump that cannot be opened any more is parsed as a whole, and fails there with its reason', async () => {
  const id = await parsed([1, 3])
  await dumpsAdmin(db).replayRejects(id)
  await db.updateTable('dumps').set({ format: 'of-old' }).execute()
  await worker()({ dumpId: id }, context)
  expect(await dumpsRead(db).get(id)).toMatchObject({ status: 'received' })
})

test('an archive of which no file became a dump is replayed as a whole', async () => {
  const bytes = Readable.from([Buffer.from('PK')])
  const options = { filename: 'a.zip', date: '2026-11-01', format: 'auto', maxBytes: 1e6 }
  const { id } = (await intake(db).store(bytes, options)).dump
  const claim = (await splitStore(db).claim(id, LEASE_MS))!
  const refused = { ordinal: 0, position: 'file 1', code: 'NESTED_ARCHIVE', reason: 'A zip.', excerpt: '' }
  await archiveStore(db).finish(claim, { format: 'zip', members: 1, refused: [refused] })
  await end(id)
  await expect(dumpsAdmin(db).replayRejects(id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('Replay all of it'),
  })
  expect(await dumpsRead(db).get(id)).toMatchObject({ status: 'done' })
})

test('a worker that would have all of the dump parsed again leaves an undo that began meanwhile alone', async () => {
  const id = await parsed([1, 3], (n) => `item ${n + 1}`)
  await dumpsAdmin(db).replayRejects(id)
  const rejects = rejectsStore(db)
  const sent: unknown[] = []
  const overtaken = parseRejects({
    rejects: {
      ...rejects,
      async restart(claim) {
        await dumpsAdmin(db).undo(id)
        return rejects.restart(claim)
      },
    },
    queue: { send: async (...job: unknown[]) => void sent.push(job) },
    log,
    count: () => {},
  })
  await overtaken({ dumpId: id }, context)
  expect(await outstandingJobs(db)).toEqual([
    { name: 'dump.undo', payload: { dumpId: id }, key: id },
    expect.objectContaining({ name: 'index.pending' }),
  ])
  expect(sent).toEqual([])
})

test('rejects that end the parser again and again are left as they are', async () => {
  const id = await parsed([1, 3])
  await dumpsAdmin(db).replayRejects(id)
  await db.updateTable('chunks').set({ attempts: 12 }).where('seq', '=', 0).execute()
  await worker()({ dumpId: id }, context)
  expect(await codes(id)).toEqual(['line 2 OLD'])
  expect(await titles()).toEqual([title(3)])
})

test.each([
  [{ status: 'processing' }, 'is at work'],
  [{ status: 'failed', error_code: 'DUMP_UNREADABLE' }, 'failed before its end'],
  [{ status: 'failed', error_code: 'UNDONE' }, 'was taken back'],
])('a dump that is %j refuses', async (state, message) => {
  const id = await parsed([1])
  await db.updateTable('dumps').set(state).where('id', '=', id).execute()
  await expect(dumpsAdmin(db).replayRejects(id)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining(message),
  })
})

test('a whole replay and an undo in the middle of it win', async () => {
  const id = await parsed([1, 3])
  const store = rejectsStore(db)
  for (const overtake of ['replay', 'undo'] as const) {
    await db.updateTable('dumps').set({ status: 'done', undoing: false }).where('id', '=', id).execute()
    await db.updateTable('dumps').set({ rejects_from: 0 }).where('id', '=', id).execute()
    const claim = (await store.claim(id, 0))!
    await dumpsAdmin(db)[overtake](id)
    expect(await store.next(claim)).toBeNull()
    expect(await store.finish(claim)).toBe(false)
    expect(await store.claim(id, 0)).toBeNull()
  }
})
