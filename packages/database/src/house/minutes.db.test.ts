import { expect, test } from 'vitest'
import type { Database } from '../create-database.ts'
import { fileHasADatabase } from '../own-database.suite.ts'
import { minutes } from './minutes.ts'
import { stageFigures } from './stage-figures.ts'

let db: Database
fileHasADatabase((made) => {
  db = made
})

const MINUTE_MS = 60_000
const minuteAgo = (count: number) => new Date((Math.floor(Date.now() / MINUTE_MS) - count) * MINUTE_MS)

test('what several processes write of one minute adds up, and is read in steps', async () => {
  const figures = minutes(db)
  const minute = minuteAgo(2)
  await figures.addSearches(minute, [
    { bucket: 40, count: 3 },
    { bucket: 50, count: 1 },
  ])
  await figures.addSearches(minute, [{ bucket: 40, count: 2 }])
  await figures.addSearches(minute, [])
  const since = minuteAgo(10)
  const rows = await figures.searches({ since, stepSeconds: 60 })
  expect(rows).toEqual([
    { at: minute, bucket: 40, count: 5 },
    { at: minute, bucket: 50, count: 1 },
  ])
  expect(await figures.searches({ since: minuteAgo(1), stepSeconds: 60 })).toEqual([])
})

test('the lag of the index is noted once a minute, by whoever comes first', async () => {
  const figures = minutes(db)
  const minute = minuteAgo(1)
  await figures.noteIndex(minute)
  await db.updateTable('index_minutes').set({ waiting: 7, oldest_ms: 900 }).execute()
  await figures.noteIndex(minute)
  expect(await figures.index({ since: minuteAgo(5), stepSeconds: 60 })).toEqual([
    { at: minute, waiting: 7, oldestMs: 900 },
  ])
})

test('a stage writes at its end what it was done with, and what is old is forgotten', async () => {
  const counted: number[] = []
  const metrics = { records: (_stage: string, _outcome: string, count = 1) => void counted.push(count) }
  const stage = stageFigures(db, 'parse', { metrics, log: { warn: () => {} }, everyMs: MINUTE_MS })
  stage.records('parse', 'created', 5)
  stage.records('parse', 'rejected')
  stage.records('embed', 'done', 9)
  await stage[Symbol.asyncDispose]()
  expect(counted).toEqual([5, 1, 9])
  const figures = minutes(db)
  const read = () => figures.records({ since: minuteAgo(3), stepSeconds: 60 })
  expect(await read()).toMatchObject([{ stage: 'parse', records: 6 }])
  await figures.forget()
  expect(await read()).toHaveLength(1)
  await db
    .updateTable('stage_minutes')
    .set({ minute: new Date(Date.now() - 4 * 86_400_000) })
    .execute()
  await figures.forget()
  expect(await db.selectFrom('stage_minutes').selectAll().execute()).toEqual([])
})
