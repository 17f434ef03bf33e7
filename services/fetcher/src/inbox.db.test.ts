import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, type Database, dumpsRead, intake, migrate } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { createTestDatabase } from '@paperboy/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openInbox } from './inbox.ts'

let db: Database
let drop: () => Promise<void>
let folder: string
let inbox: Awaited<ReturnType<typeof openInbox>>
let sent: string[]
/** How long ago, by the inbox's clock, what happens now is. */
let sinceMs: number

beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
})
afterAll(async () => {
  await db.destroy()
  await drop()
})
beforeEach(async () => {
  await db.deleteFrom('dumps').execute()
  folder = await mkdtemp(join(tmpdir(), 'paperboy-inbox-'))
  sent = []
  const send = async (name: string) => void sent.push(name)
  const log = createLogger('test', 'silent')
  sinceMs = 60_000
  const now = () => Date.now() + sinceMs
  inbox = await openInbox(
    { intake: intake(db), dumps: dumpsRead(db), queue: { send }, log, maxDumpBytes: 1_000, now },
    folder,
  )
  return () => rm(folder, { recursive: true })
})

async function put(name: string, content: string): Promise<void> {
  await writeFile(join(folder, name), content)
}

const end = (status: 'done' | 'failed') =>
  db.updateTable('dumps').set({ status, error_code: 'X', error_message: 'No format fits.' }).execute()
const dumps = () => db.selectFrom('dumps').select('filename').execute()

test('a complete file is fed once and moved to done/ when its dump is', async () => {
  await put('page.txt', 'content of a page')
  await inbox.look()
  await inbox.look()
  expect(await dumps()).toEqual([{ filename: 'page.txt' }])
  expect(sent).toEqual(['dump.split'])
  expect(await readdir(folder)).toContain('page.txt')
  await end('done')
  await inbox.look()
  expect((await readdir(folder)).sort()).toEqual(['done', 'failed'])
  expect(await readFile(join(folder, 'done', 'page.txt'), 'utf8')).toBe('content of a page')
})

test('a dump that failed goes to failed/ with the reason beside it', async () => {
  await put('noise.bin', 'noise')
  await inbox.look()
  await end('failed')
  await inbox.look()
  expect((await readdir(join(folder, 'failed'))).sort()).toEqual(['noise.bin', 'noise.bin.error.txt'])
  expect(await readFile(join(folder, 'failed', 'noise.bin.error.txt'), 'utf8')).toBe('No format fits.\n')
})

test('a file past the limit goes to failed/ at once', async () => {
  await put('large.txt', 'x'.repeat(2_000))
  await inbox.look()
  expect(await readdir(join(folder, 'failed'))).toContain('large.txt')
  expect(await dumps()).toEqual([])
})

test('a file that somebody still has open for writing is not taken', async () => {
  const writer = await open(join(folder, 'slow.txt'), 'w')
  await writer.write('first half')
  await inbox.look()
  expect(await dumps()).toEqual([])
  await writer.write(' second half')
  await writer.close()
  await inbox.look()
  expect(await db.selectFrom('dumps').select('bytes').execute()).toEqual([{ bytes: 22 }])
})

test('a file that changed a moment ago is not taken yet', async () => {
  // By a clock that is behind, so that the test may take its time.
  sinceMs = -60_000
  await put('fresh.txt', 'content')
  await inbox.look()
  expect(await dumps()).toEqual([])
  sinceMs = 60_000
  await inbox.look()
  expect(await dumps()).toEqual([{ filename: 'fresh.txt' }])
})

test('names of unfinished downloads and hidden files are left alone', async () => {
  await put('.hidden', 'x')
  await put('page.txt.part', 'x')
  await inbox.look()
  expect(await dumps()).toEqual([])
})
