import { Readable } from 'node:stream'
import {
  archiveStore,
  createDatabase,
  dumpClosing,
  dumpsRead,
  indexTargets,
  intake,
  migrate,
  splitStore,
} from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { createTestDatabase } from '@paperboy/testkit'
import { expect, test } from 'vitest'
import { splitDump } from './split-dump.ts'

const EMPTY_FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query: none</title></feed>'

test.each([
  ['a valid answer without papers is done', EMPTY_FEED, 'auto', 'done', null],
  ['a file of nothing has failed', '\n \n', 'auto', 'failed', 'DUMP_EMPTY'],
  [
    'one that is not in the format asked for has failed',
    EMPTY_FEED,
    'bibtex',
    'failed',
    'DUMP_FORMAT_UNKNOWN',
  ],
])('%s', async (_, text, format, status, code) => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  const db = createDatabase(database.url)
  const options = { filename: null, date: null, format, maxBytes: 1e6 }
  const { id } = (await intake(db).store(Readable.from([Buffer.from(text)]), options)).dump
  const sent: unknown[] = []
  const queue = { send: async (...job: unknown[]) => void sent.push(job) }
  const stores = { splits: splitStore(db), archives: archiveStore(db), intake: intake(db) }
  const log = createLogger('fetcher', 'silent')
  const bounds = { maxDumpBytes: 1e6, maxInflatedBytes: 1e6, maxOpenChunks: 32 }
  const { signal } = new AbortController()
  await splitDump({ ...stores, ...bounds, queue, log, count: () => {} })({ dumpId: id }, { signal })

  await indexTargets(db).add('an-index', 'live')
  await db.updateTable('index_targets').set({ filled: true }).execute()
  const closing = dumpClosing(db)
  expect(await closing.close(id, () => true)).toBe(status === 'done')
  await closing.finish(await closing.finishable())
  const dump = await dumpsRead(db).get(id)
  expect([dump?.status, dump?.error?.code ?? null, dump?.counts.records]).toEqual([status, code, 0])
  await db.destroy()
  await database.drop()
})
