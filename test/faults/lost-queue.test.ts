import { type Engine, startRedis } from '@paperboy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noFaults } from './ledger.ts'
import { type MovableAddress, movableAddress } from './movable-address.ts'
import { flushDatabase } from './redis-wire.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 4_000

async function expectAllAccountedFor(stack: Stack, dumpId: string): Promise<void> {
  const counts = { records: RECORDS, created: RECORDS, rejected: 0, indexed: RECORDS }
  expect(await stack.client.ended(dumpId)).toMatchObject({ status: 'done', counts })
  expect(await stack.ledger()).toMatchObject({ ...noFaults, papers: RECORDS })
}

describe('the queue lost in mid-ingest, the dump completes by itself:', () => {
  let stack: Stack
  afterAll(() => stack?.stop())

  test('Redis emptied three times', async () => {
    stack = await startStack()
    const dumpId = await stack.feed(RECORDS)
    for (const chunks of [1, 3, 5]) {
      await stack.parsed(dumpId, chunks)
      await flushDatabase(stack.system.queueUrl!)
    }
    await expectAllAccountedFor(stack, dumpId)
  })
})

describe('Redis killed in mid-ingest and replaced by an empty one:', () => {
  let stack: Stack
  let redis: Engine
  let address: MovableAddress
  beforeAll(async () => {
    redis = await startRedis(console.error, { own: true })
    address = await movableAddress()
    address.pointTo(Number(new URL(redis.url).port))
    stack = await startStack({ env: { QUEUE_URL: `redis://127.0.0.1:${address.port}` } })
  })
  afterAll(async () => {
    await stack?.stop()
    await redis?.stop()
    await address?.stop()
  })

  test('the dump completes by itself', async () => {
    const dumpId = await stack.feed(RECORDS)
    await stack.parsed(dumpId, 2)
    if (redis.pid) process.kill(redis.pid, 'SIGKILL')
    await redis.stop()
    redis = await startRedis(console.error, { own: true })
    address.pointTo(Number(new URL(redis.url).port))
    await expectAllAccountedFor(stack, dumpId)
  })
})
