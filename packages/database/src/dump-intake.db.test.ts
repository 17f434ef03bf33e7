import { Readable } from 'node:stream'
import { createTestDatabase } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from './create-database.ts'
import { intake } from './dump-intake.ts'
import { dumpsRead } from './dumps-read.ts'
import { migrate } from './migrate.ts'
import { splitStore } from './split-store.ts'

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

const store = (bytes: Buffer, options: { date?: string; maxBytes?: number } = {}) =>
  intake(db).store(Readable.from(inPieces(bytes)), {
    filename: 'a.txt',
    date: options.date ?? null,
    format: 'auto',
    maxBytes: options.maxBytes ?? 1e9,
  })

function* inPieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 70_001) yield bytes.subarray(at, at + 70_001)
}

const noise = (length: number, salt: number) =>
  Buffer.from(Array.from({ length }, (_, n) => (n * n * salt) % 251))

async function raw(id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of (await dumpsRead(db).raw(id))!.stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

const blobs = async () => (await db.selectFrom('dump_parts').select('blob_id').distinct().execute()).length

test('bytes come back as they came, over many parts', async () => {
  const bytes = noise(3_500_000, 7)
  const { dump, duplicate, job } = await store(bytes)
  expect({ duplicate, job, bytes: dump.bytes, status: dump.status }).toEqual({
    duplicate: false,
    job: 'dump.split',
    bytes: 3_500_000,
    status: 'received',
  })
  expect((await raw(dump.id)).equals(bytes)).toBe(true)
})

test('the same bytes are the same dump and are kept once', async () => {
  const first = await store(noise(200_000, 3))
  const before = await blobs()
  const second = await store(noise(200_000, 3))
  expect(second).toMatchObject({ duplicate: true, job: null, dump: { id: first.dump.id } })
  expect(await blobs()).toBe(before)
})

test('two uploads of the same bytes at the same time make one dump', async () => {
  const before = await blobs()
  const both = await Promise.all([store(noise(300_000, 11)), store(noise(300_000, 11))])
  expect(both.map((stored) => stored.duplicate).sort()).toEqual([false, true])
  expect(await blobs()).toBe(before + 1)
})

test('a dump past the limit is refused and leaves nothing behind', async () => {
  const before = await blobs()
  await expect(store(noise(2_500_000, 5), { maxBytes: 2_000_000 })).rejects.toMatchObject({
    code: 'DUMP_TOO_LARGE',
  })
  expect(await blobs()).toBe(before)
  expect(await db.selectFrom('uploads').selectAll().execute()).toEqual([])
})

test('an upload that is cut off leaves nothing behind', async () => {
  const before = await blobs()
  async function* cutOff() {
    yield noise(2_500_000, 23)
    throw new Error('connection reset')
  }
  const upload = intake(db).store(cutOff(), { filename: null, date: null, format: 'auto', maxBytes: 1e9 })
  await expect(upload).rejects.toThrow('connection reset')
  expect(await blobs()).toBe(before)
  expect(await db.selectFrom('uploads').selectAll().execute()).toEqual([])
})

test('another date is a further day, asked for once', async () => {
  const { dump } = await store(noise(1_000, 13), { date: '2026-01-01' })
  expect((await store(noise(1_000, 13), { date: '2026-01-01' })).job).toBeNull()
  expect((await store(noise(1_000, 13), { date: '2026-01-02' })).job).toBe('dump.day')
  expect((await store(noise(1_000, 13), { date: '2026-01-02' })).job).toBeNull()
  const days = await db
    .selectFrom('dump_days')
    .select(['date', 'applied'])
    .where('dump_id', '=', dump.id)
    .execute()
  expect(days).toEqual([{ date: '2026-01-02', applied: false }])
})

test('a dump that failed is tried again when it comes again', async () => {
  const { dump } = await store(noise(1_000, 17))
  const splits = splitStore(db)
  const claim = await splits.claim(dump.id, 60_000)
  await splits.fail(claim!, { code: 'DUMP_UNREADABLE', message: 'Cut off.' })
  expect((await dumpsRead(db).get(dump.id))?.error).toEqual({ code: 'DUMP_UNREADABLE', message: 'Cut off.' })
  const again = await store(noise(1_000, 17))
  expect(again).toMatchObject({
    duplicate: true,
    job: 'dump.split',
    dump: { status: 'received', error: null },
  })
})

test('a claim that was lost changes nothing any more', async () => {
  const { dump } = await store(noise(1_000, 19))
  const splits = splitStore(db)
  const lost = (await splits.claim(dump.id, 60_000))!
  expect(await splits.claim(dump.id, 60_000)).toBeNull()
  await db
    .updateTable('dumps')
    .set({ split_lease_until: new Date(0) })
    .where('id', '=', dump.id)
    .execute()
  const heir = (await splits.claim(dump.id, 60_000))!
  const chunk = { seq: 0, records: 1, payload: Buffer.from('x') }
  expect(await splits.addChunk(lost, chunk, 60_000)).toBe(false)
  expect(await splits.addChunk(heir, chunk, 60_000)).toBe(true)
  expect(await splits.addChunk(heir, chunk, 60_000)).toBe(true)
  expect(await splits.openChunks(heir)).toBe(1)
  expect(await splits.fail(lost, { code: 'X', message: '' })).toBe(false)
})

test('dumps are listed newest first, page by page, each once', async () => {
  const reader = dumpsRead(db)
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await reader.list({ limit: 2, ...(cursor && { cursor }) })
    seen.push(...page.items.map((dump) => dump.id))
    if (!page.nextCursor) break
    cursor = page.nextCursor
  }
  const all = await db.selectFrom('dumps').select('id').orderBy('received_at', 'desc').orderBy('id').execute()
  expect(seen).toEqual(all.map((dump) => dump.id))
  await expect(reader.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
