import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noFaults } from './ledger.ts'
import { heldChunks } from './recovery.ts'
import { seededRandom } from './seeded-random.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 4_000
const FEWER = 2_000
/** Longer than the lease of a chunk, during which a parser that shows no sign of life keeps it. */
const LEASE_MS = 6_000

const random = seededRandom(20_261_124)
let papers = 0
let stack: Stack

beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

async function feed(records: number): Promise<string> {
  papers += records
  return stack.feed(records)
}

async function expectAllAccountedFor(dumpId: string, records: number): Promise<void> {
  const counts = { records, created: records, updated: 0, unchanged: 0, rejected: 0, indexed: records }
  expect(await stack.client.ended(dumpId)).toMatchObject({ status: 'done', counts })
  expect(await stack.ledger()).toMatchObject({ ...noFaults, papers })
}

describe('kill -9', () => {
  test('of parser and indexer, again and again: every record once, the index equal to Postgres', async () => {
    const dumpId = await feed(RECORDS)
    for (const name of ['parser', 'indexer', 'parser', 'parser', 'indexer']) {
      await stack.parsing(dumpId)
      await delay(300 + random() * 900)
      await stack.restart(name)
    }
    await expectAllAccountedFor(dumpId, RECORDS)
  })

  test('of the fetcher between two chunks: the next one goes on, with the same borders', async () => {
    // Enough of them for some chunks to be left, also when this looks late.
    const dumpId = await feed(RECORDS)
    const before = await waitFor(
      async () => {
        const chunks = await borders(dumpId)
        return chunks.length > 1 && chunks
      },
      { timeoutMs: 20_000, everyMs: 5, describe: 'the first chunks' },
    )
    await stack.restart('fetcher')
    await expectAllAccountedFor(dumpId, RECORDS)
    const after = await borders(dumpId)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.length).toBeGreaterThan(before.length)
    await stack.client.post(`/v1/dumps/${dumpId}/replay`)
    expect(await stack.client.ended(dumpId)).toMatchObject({ counts: { created: 0, unchanged: RECORDS } })
    expect(await borders(dumpId)).toEqual(after)
  })
})

describe('a parser that is frozen for longer than its lease, while another one runs', () => {
  test('writes nothing twice when it goes on', async () => {
    const dumpId = await feed(FEWER)
    const atWork = { timeoutMs: 30_000, everyMs: 1, describe: 'a chunk at work' }
    await waitFor(() => frozenAtWork(dumpId), atWork)
    await freezeAndThaw(dumpId)
    await expectAllAccountedFor(dumpId, FEWER)
  })

  test('nor does it hold the others up, should it freeze within its transaction', async () => {
    const dumpId = await feed(FEWER)
    const inTransaction = { timeoutMs: 30_000, everyMs: 1, describe: 'a transaction' }
    await waitFor(() => frozenInTransaction(dumpId), inTransaction)
    await freezeAndThaw(dumpId)
    await expectAllAccountedFor(dumpId, FEWER)
  })
})

async function freezeAndThaw(dumpId: string): Promise<void> {
  const zombie = stack.system.services.get('parser')
  zombie?.kill('SIGSTOP')
  stack.system.start('parser-2')
  try {
    await delay(LEASE_MS)
    await stack.client.ended(dumpId)
    const [chunk] = await stack.db.rows('select 1 from chunks where dump_id = $1 and epoch > 1', [dumpId])
    expect(chunk).toBeDefined()
  } finally {
    zombie?.kill('SIGCONT')
    await delay(1_000)
    await stack.system.services.get('parser-2')?.stop()
  }
}

/** Stops the parser; lets it go on when it holds no chunk just then. */
async function frozenAtWork(dumpId: string): Promise<boolean> {
  const parser = stack.system.services.get('parser')
  parser?.kill('SIGSTOP')
  // What it has sent already is done.
  await delay(100)
  if ((await heldChunks(stack.db, dumpId)).length > 0) return true
  parser?.kill('SIGCONT')
  await delay(random() * 50)
  return false
}

/**
 * Stops the parser and looks where that was; lets it go on when it was not within a transaction, or only in one
 * of other work than this dump's chunks.
 */
async function frozenInTransaction(dumpId: string): Promise<boolean> {
  const parser = stack.system.services.get('parser')
  parser?.kill('SIGSTOP')
  // What it has sent already is answered; then its transaction waits for it.
  await delay(100)
  const rows = await stack.db.rows(
    `select 1 from pg_stat_activity where datname = current_database() and application_name = 'parser'
       and state = 'idle in transaction' and query not ilike 'begin%'`,
  )
  if (rows.length > 0 && (await heldChunks(stack.db, dumpId)).length > 0) return true
  parser?.kill('SIGCONT')
  await delay(random() * 50)
  return false
}

const borders = (dumpId: string) =>
  stack.db.rows('select seq, records from chunks where dump_id = $1 order by seq', [dumpId])
