import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import {
  archiveStore,
  createDatabase,
  type Database,
  dumpClosing,
  dumpsAdmin,
  dumpsRead,
  indexTargets,
  intake,
  migrate,
  splitStore,
} from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { aTar, createTestDatabase } from '@paperboy/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { splitDump } from '../split-dump.ts'

let db: Database
let drop: () => Promise<void>
let sent: string[]
let signal: AbortSignal

beforeEach(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
  sent = []
  signal = new AbortController().signal
})
afterEach(async () => {
  await db.destroy()
  await drop()
})

const line = (title: string) => `${JSON.stringify({ title })}\n`
const A = line('The First File of an Archive')
const B = line('The Second File of an Archive')

async function store(bytes: Uint8Array, date: string | null = null) {
  const options = { filename: 'all.tar', date, format: 'auto', maxBytes: 1e6 }
  return (await intake(db).store(Readable.from([bytes]), options)).dump.id
}

function split(dumpId: string, limits: { maxInflatedBytes?: number } = {}, onSend = () => {}) {
  const queue = {
    send: async (name: string, payload: object) => {
      onSend()
      sent.push(`${name} ${'dumpId' in payload ? payload.dumpId : ''}`)
    },
  }
  const stores = { splits: splitStore(db), archives: archiveStore(db), intake: intake(db) }
  const log = createLogger('fetcher', 'silent')
  const bounds = { maxDumpBytes: 1e5, maxInflatedBytes: 1e6, maxOpenChunks: 32, ...limits }
  return splitDump({ ...stores, queue, log, ...bounds, count: () => {} })({ dumpId }, { signal })
}

const members = async (parent: string) => (await dumpsRead(db).list({ limit: 100, parent })).items
const get = async (id: string) => (await dumpsRead(db).get(id))!

test('each file of an archive is a dump of its own, and the archive waits for them', async () => {
  const id = await store(gzipSync(aTar({ 'a.jsonl': A, 'sub/b.jsonl': B })), '2026-11-20')
  await split(id)
  expect(await get(id)).toMatchObject({ status: 'processing', format: 'tar', parentId: null, error: null })
  const children = await members(id)
  expect(children.map(({ filename }) => filename).sort()).toEqual(['a.jsonl', 'sub/b.jsonl'])
  for (const child of children) {
    expect(child).toMatchObject({ status: 'received', parentId: id })
    expect(sent).toContain(`dump.split ${child.id}`)
    await split(child.id)
    expect(await get(child.id)).toMatchObject({ status: 'processing', date: '2026-11-20' })
  }
  await indexTargets(db).add('an-index', 'live')
  await db.updateTable('index_targets').set({ filled: true }).execute()
  const closing = dumpClosing(db)
  expect(await closing.finishable()).toEqual([])
  expect(await closing.finish([{ id, run: 1 }])).toEqual([])
  await db.updateTable('dumps').set({ status: 'failed' }).where('id', '<>', id).execute()
  expect(await closing.finish(await closing.finishable())).toEqual([id])
})

test('files that can be no dump are refused, the others stay, and all are counted', async () => {
  const id = await store(
    aTar({ 'in.tar.gz': gzipSync(aTar({ a: A })), 'huge.txt': 'x'.repeat(100_001), 'b.jsonl': B }),
  )
  await split(id)
  expect((await members(id)).map(({ filename }) => filename)).toEqual(['b.jsonl'])
  expect((await get(id)).counts).toMatchObject({ records: 2, rejected: 2 })
  const { items = [] } = (await dumpsRead(db).rejects(id, { limit: 10 })) ?? {}
  expect(items).toMatchObject([
    { position: 'file 1', code: 'NESTED_ARCHIVE', excerpt: 'in.tar.gz' },
    { position: 'file 2', code: 'DUMP_TOO_LARGE', excerpt: 'huge.txt' },
  ])
})

test('an archive that breaks off keeps its whole files and says so', async () => {
  const whole = aTar({ 'a.jsonl': A, 'b.jsonl': B.repeat(100) })
  const id = await store(whole.subarray(0, 2_000))
  await split(id)
  expect(await get(id)).toMatchObject({ status: 'processing' })
  expect(await members(id)).toHaveLength(1)
  const rejects = await dumpsRead(db).rejects(id, { limit: 10 })
  expect(rejects?.items.at(0)).toMatchObject({ position: 'file 2' })
})

test('an archive past the limits, and one without files, fail', async () => {
  const large = await store(aTar({ 'a.txt': 'x'.repeat(50_000), 'b.txt': 'y'.repeat(50_000) }))
  await split(large, { maxInflatedBytes: 60_000 })
  expect(await get(large)).toMatchObject({ status: 'failed', error: { code: 'DUMP_TOO_LARGE' } })
})

test('a fetcher killed in the middle leaves nothing double', async () => {
  const id = await store(aTar({ 'a.jsonl': A, 'b.jsonl': B }))
  let calls = 0
  const killed = split(id, {}, () => {
    calls += 1
    if (calls === 2) throw new Error('killed')
  })
  await expect(killed).rejects.toThrow('killed')
  expect(await get(id)).toMatchObject({ status: 'splitting' })
  await split(id)
  expect(await members(id)).toHaveLength(2)
  expect(await get(id)).toMatchObject({ status: 'processing' })
})

test('a replay of an archive is one of its files; an undo takes them back, but not what is also elsewhere', async () => {
  const first = await store(aTar({ 'a.jsonl': A, 'b.jsonl': B }))
  const second = await store(aTar({ 'b.jsonl': B }))
  for (const id of [first, second]) await split(id)
  const byName = async (name: string) => (await members(first)).find(({ filename }) => filename === name)!
  await db.updateTable('dumps').set({ status: 'done' }).execute()
  await dumpsAdmin(db).replay(first)
  expect((await byName('a.jsonl')).status).toBe('received')
  await split(first)
  await dumpsAdmin(db).undo(first)
  const undoing = await db.selectFrom('dumps').select('id').where('undoing', '=', true).execute()
  expect(undoing.map(({ id }) => id).sort()).toEqual([first, (await byName('a.jsonl')).id].sort())
})
