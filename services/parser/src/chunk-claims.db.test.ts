import { setTimeout as delay } from 'node:timers/promises'
import { chunkStore, type Database, dumpClosing, dumpsAdmin, indexTargets } from '@paperboy/database'
import { expect, test } from 'vitest'
import { claimRecords, mergeChunk, type Said } from '../test/feed.ts'
import { eachTestHasADatabase } from '../test/own-database.suite.ts'
import { mergeItems } from './merge-items.ts'
import { readEntries } from './read-entries.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const records: Said[] = [{ title: 'A title of some five words', abstract: 'And an abstract.' }]
const DAY = '2026-11-24'

test('work that a fault of the database ended is not held against the records', async () => {
  const chunks = chunkStore(db)
  let claim = await claimRecords(db, records, DAY)
  for (let again = 0; again < 10; again++) {
    await chunks.release(claim, { blameless: true })
    claim = (await chunks.claim(claim, 60_000))!
  }
  expect(claim).toMatchObject({ attempts: 1, epoch: 11 })
  await chunks.release(claim, { blameless: false })
  expect(await chunks.claim(claim, 60_000)).toMatchObject({ attempts: 2, epoch: 12 })
})

test('a replay waits for a chunk that is being written, and neither is a deadlock to the other', async () => {
  const claim = await claimRecords(db, records, DAY)
  const said = readEntries(claim.content.entries, 0, { name: 'jsonl', abstractRequired: false })
  let replayed: Promise<unknown> = Promise.resolve()
  const held = await chunkStore(db).commit(claim, async (tx) => {
    replayed = dumpsAdmin(db).replay(claim.dumpId)
    await delay(300)
    return { counts: { ...(await mergeItems(tx, claim, said)), rejected: 0 }, rejects: [] }
  })
  expect(held).toBe(true)
  expect(await replayed).toMatchObject({ status: 'received' })
})

test('no dump is done before a new search index has all that was there before', async () => {
  const claim = await claimRecords(db, records, DAY)
  await mergeChunk(db, claim)
  const closing = dumpClosing(db)
  expect(await closing.close(claim.dumpId, () => false)).toBe(true)
  const targets = indexTargets(db)
  await targets.add('new', 'live')
  expect(await closing.finishable()).toEqual([])
  await targets.fill('new', 100)
  expect(await targets.fill('new', 100)).toBe(false)
  await db.deleteFrom('index_queue').execute()
  expect(await closing.finishable()).toMatchObject([{ id: claim.dumpId }])
})
