import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noFaults } from './ledger.ts'
import { seededRandom } from './seeded-random.ts'
import { killUntilEnded, type Stack, startStack } from './stack.ts'

const RECORDS = 4_000

describe('processes that are killed in mid-ingest', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  })
  afterAll(() => stack?.stop())

  test('parser and indexer, again and again: every record once, the index equal to Postgres', async () => {
    const random = seededRandom(20_261_124)
    const dumpId = await stack.feed(RECORDS)
    await stack.parsing(dumpId)
    const plan = { names: ['parser', 'indexer'], kills: 8, pauseMs: () => 200 + random() * 1_500 }
    expect(await killUntilEnded(stack, dumpId, plan)).toBeGreaterThan(3)
    const ended = await stack.client.ended(dumpId)
    expect(ended).toMatchObject({
      status: 'done',
      counts: { records: RECORDS, created: RECORDS, rejected: 0 },
    })
    expect(await stack.ledger()).toMatchObject({ ...noFaults, papers: RECORDS })
  })
})
