import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noFaults } from './ledger.ts'
import { seededRandom } from './seeded-random.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 4_000
const CUTS = 6

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

/** As a restart or a failover of Postgres does. Answers how many connections there were. */
async function cutAll(): Promise<number> {
  const cut = await stack.db.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name <> 'test'`,
  )
  return cut.length
}

test('all connections to Postgres cut, again and again: no process dies, no record is lost', async () => {
  const random = seededRandom(57_014)
  const { services } = stack.system
  const ended: string[] = []
  for (const [name, service] of services) void service.ended.then((code) => ended.push(`${name}: ${code}`))
  const dumpId = await stack.feed(RECORDS)
  await stack.parsing(dumpId)
  for (let cuts = 0; cuts < CUTS; cuts++) {
    await delay(random() * 700)
    await waitFor(async () => (await cutAll()) > 0, { timeoutMs: 10_000, describe: 'connections to cut' })
  }
  const counts = { records: RECORDS, created: RECORDS, rejected: 0, indexed: RECORDS }
  expect(await stack.client.ended(dumpId)).toMatchObject({ status: 'done', counts })
  expect(await stack.ledger()).toMatchObject({ ...noFaults, papers: RECORDS })
  expect(ended).toEqual([])
})
