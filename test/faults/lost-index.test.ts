import { type OpenedIndex, openIndex } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noFaults } from './ledger.ts'
import { type Stack, startStack } from './stack.ts'

const RECORDS = 2_000
const BACK_MS = 60_000

let stack: Stack
let search: OpenedIndex
beforeAll(async () => {
  stack = await startStack()
  search = await openIndex(stack.system.searchUrl!, { log: createLogger('test', 'warn') })
})
afterAll(async () => {
  await search?.close()
  await stack?.stop()
})

async function deleteIndex(): Promise<void> {
  const generations = await search.admin.list()
  expect(generations.length).toBeGreaterThan(0)
  for (const name of generations) await search.admin.drop(name)
  // The alias has gone with the last one; by now there may be a new one.
  expect(generations).not.toContain(await search.admin.current())
}

test('deleted in mid-ingest, the index is complete when the dump is done', async () => {
  const dumpId = await stack.feed(RECORDS)
  await stack.parsed(dumpId, 2)
  await deleteIndex()
  const counts = { records: RECORDS, created: RECORDS, indexed: RECORDS }
  expect(await stack.client.ended(dumpId)).toMatchObject({ status: 'done', counts })
  expect((await stack.client.papers('limit=1')).total).toBe(RECORDS)
  expect(await stack.ledger()).toMatchObject({ ...noFaults, papers: RECORDS })
})

test('deleted while nothing else happens, the index comes back by itself, complete', async () => {
  await deleteIndex()
  await waitFor(async () => (await stack.client.papers('limit=1')).total === RECORDS, {
    timeoutMs: BACK_MS,
    describe: 'every paper to be found again',
  })
  expect(await stack.ledger()).toMatchObject({ ...noFaults, papers: RECORDS })
})
