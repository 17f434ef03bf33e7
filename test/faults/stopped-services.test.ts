import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noFaults } from './ledger.ts'
import { seededRandom } from './seeded-random.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 1_600
const STOP_MS = 10_000

const random = seededRandom(15)
let stack: Stack
let papers = 0
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

test.each(['fetcher', 'parser', 'indexer', 'gateway'])(
  '%s ends at SIGTERM in mid-ingest, and goes on when started again',
  async (name) => {
    papers += RECORDS
    const dumpId = await stack.feed(RECORDS)
    if (name !== 'fetcher') await stack.parsing(dumpId)
    await delay(random() * 300)
    const asked = performance.now()
    expect(await stack.restart(name, 'SIGTERM')).toBe(0)
    expect(performance.now() - asked).toBeLessThan(STOP_MS)
    const counts = { records: RECORDS, created: RECORDS, rejected: 0, indexed: RECORDS }
    expect(await stack.client.ended(dumpId)).toMatchObject({ status: 'done', counts })
    expect(await stack.ledger()).toMatchObject({ ...noFaults, papers })
  },
)
