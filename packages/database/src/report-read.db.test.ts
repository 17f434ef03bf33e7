import { Readable } from 'node:stream'
import { createTestDatabase } from '@paperboy/testkit'
import { expect, test } from 'vitest'
import { packChunk } from './chunk-payload.ts'
import { chunkStore } from './chunk-store.ts'
import { createDatabase } from './create-database.ts'
import { intake } from './dump-intake.ts'
import { migrate } from './migrate.ts'
import { readReport } from './report-read.ts'
import { splitStore } from './split-store.ts'

const LEASE_MS = 60_000
const counts = { created: 1, updated: 0, unchanged: 0, rejected: 5 }
const guess = (position: string, count: number) => ({ guess: 'The year was guessed.', count, position })

test('a report adds up what the chunks of the dump noted', async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  const db = createDatabase(database.url)
  const { dump } = await intake(db).store(Readable.from([Buffer.from('x')]), {
    ...{ filename: 'a.txt', date: null, format: 'auto', maxBytes: 10 },
  })
  const { id } = dump
  const splits = splitStore(db)
  const claim = (await splits.claim(id, LEASE_MS))!
  await splits.begin(claim, { format: 'jsonl', date: '2026-11-20' })
  for (const seq of [0, 1]) {
    const payload = await packChunk(seq * 6, [])
    await splits.addChunk(claim, { seq, records: 6, payload }, LEASE_MS)
    const chunk = (await chunkStore(db).claim({ dumpId: id, run: 1, seq }, LEASE_MS))!
    const reject = (n: number) => {
      const code = n === 4 ? 'NO_TITLE' : 'NO_ABSTRACT'
      const ordinal = seq * 6 + n
      return { ordinal, position: `line ${ordinal + 1}`, code, reason: 'Why.', excerpt: 'What.' }
    }
    await chunkStore(db).commit(chunk, async () => ({
      counts,
      rejects: [0, 1, 2, 3, 4].map(reject),
      notes: { withoutAbstract: 1, withdrawn: seq + 1, guesses: [guess(`line ${seq * 6 + 2}`, seq + 1)] },
    }))
  }
  const report = await readReport(db, id)
  expect(report).toMatchObject({
    ...{ id, filename: 'a.txt', format: 'jsonl', date: '2026-11-20', error: null, durationMs: null },
    counts: { records: 12, created: 2, updated: 0, unchanged: 0, rejected: 10 },
    ...{ withoutAbstract: 2, withdrawn: 3 },
    rejected: [
      { code: 'NO_ABSTRACT', count: 8 },
      { code: 'NO_TITLE', count: 2, examples: [{ position: 'line 5' }, { position: 'line 11' }] },
    ],
    guesses: [guess('line 2', 3)],
  })
  expect(report?.rejected[0]?.examples.map(({ position }) => position)).toEqual([
    'line 1',
    'line 2',
    'line 3',
  ])
  await splits.fail(claim, { code: 'DUMP_TOO_LARGE', message: 'Too large.' })
  expect((await readReport(db, id))?.durationMs).toBeGreaterThanOrEqual(0)
  expect(await readReport(db, 'nowhere')).toBeNull()
  await db.destroy()
  await database.drop()
})
