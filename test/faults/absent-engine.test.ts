import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine } from '../e2e/system.ts'
import { type FlakyEngine, flakyEngine } from './flaky-engine.ts'
import { noFaults } from './ledger.ts'
import { seededRandom } from './seeded-random.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 2_000
const AWAY_MS = 3_000

let stack: Stack
let opensearch: FlakyEngine
let papers = 0
beforeAll(async () => {
  opensearch = await flakyEngine(engine('TEST_OPENSEARCH_URL'), seededRandom(429))
  stack = await startStack({ searchOrigin: opensearch.origin })
})
afterAll(async () => {
  await stack?.stop()
  await opensearch?.stop()
})

async function feed(): Promise<string> {
  papers += RECORDS
  return stack.feed(RECORDS)
}

async function expectDrained(dumpId: string): Promise<void> {
  const counts = { records: RECORDS, created: RECORDS, rejected: 0, indexed: RECORDS }
  expect(await stack.client.ended(dumpId)).toMatchObject({ status: 'done', counts })
  expect(await stack.ledger()).toMatchObject({ ...noFaults, papers })
}

/** Readers are told what is missing and when to come back, while the records are taken in all the same. */
async function expectIntakeWithoutSearch(dumpId: string): Promise<void> {
  const ready = await fetch(`${stack.system.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ missing: ['search'] })
  const found = await fetch(`${stack.system.url}/v1/papers?q=quillmark`)
  expect(found.status).toBe(503)
  expect(Number(found.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await found.json()).toMatchObject({ code: 'UNAVAILABLE', requestId: expect.any(String) })
  const parsed = async () => (await stack.client.dump(dumpId)).counts.records === RECORDS
  await waitFor(parsed, { timeoutMs: 30_000, describe: 'all records to be parsed' })
  expect((await stack.client.dump(dumpId)).status).toBe('processing')
}

test('OpenSearch away: the intake goes on, readers get 503, and all is found afterwards', async () => {
  const dumpId = await feed()
  await stack.parsed(dumpId, 1)
  await opensearch.cut()
  await expectIntakeWithoutSearch(dumpId)
  await delay(AWAY_MS)
  await opensearch.restore()
  await expectDrained(dumpId)
})

test('OpenSearch hanging: the same', async () => {
  const dumpId = await feed()
  await stack.parsed(dumpId, 1)
  opensearch.be('hanging')
  await expectIntakeWithoutSearch(dumpId)
  // Requests that hang stay so, until they are given up or their connections end.
  await opensearch.cut()
  opensearch.be('passing')
  await opensearch.restore()
  await expectDrained(dumpId)
})

test('OpenSearch busy: items refused with 429 and 503 are written later', async () => {
  opensearch.be('busy')
  const dumpId = await feed()
  await expectDrained(dumpId)
  expect(opensearch.refused()).toBeGreaterThan(0)
  opensearch.be('passing')
})
