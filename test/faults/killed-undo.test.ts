import type { Dump } from '@paperboy/contracts'
import { aZip, waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aRecord, jsonLines } from '../e2e/records.ts'
import { ledger, noFaults } from './ledger.ts'
import { type Stack, startStack } from './stack.ts'

const KEPT = 1_500
const UNDONE_MS = 120_000

let stack: Stack
/** What the one dump that nobody undoes has made. */
let before: object[]

beforeAll(async () => {
  stack = await startStack()
  const { body } = await stack.client.feed(jsonLines(records(0, KEPT)), '?date=2026-11-01')
  expect(await stack.client.ended(body.id)).toMatchObject({ status: 'done', counts: { created: KEPT } })
  before = await papers()
})
afterAll(() => stack?.stop())

const records = (from: number, to: number, more: object = {}) =>
  Array.from({ length: to - from }, (_, index) => ({ ...aRecord(from + index), ...more }))

const papers = () =>
  stack.db.rows(
    `select id, title, abstract, arxiv_id, categories, code_urls, first_seen_at, last_seen_at, trending
     from papers where deleted_at is null order by id`,
  )

/** Kills the parser as often as told, each time when some of the dumps' appearances are gone and some are not. */
async function killInTheMiddle(dumpIds: string[], times: number): Promise<void> {
  const left = async () => {
    const query = 'select count(*) as n from appearances where dump_id = any($1::text[])'
    return (await stack.db.rows<{ n: number }>(query, [dumpIds]))[0]?.n ?? 0
  }
  for (let kills = 0; kills < times; kills++) {
    const at = await left()
    const options = { timeoutMs: UNDONE_MS, everyMs: 5, describe: 'a step of the undo' }
    await waitFor(async () => (await left()) < at, options)
    expect(await left()).toBeGreaterThan(0)
    await stack.restart('parser')
  }
}

async function expectNothingLeft(dumpIds: string[]): Promise<void> {
  for (const id of dumpIds) {
    const ended = await stack.client.ended(id, UNDONE_MS)
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'UNDONE' }, counts: { records: 0 } })
  }
  for (const table of ['appearances', 'withdrawals', 'chunks', 'rejects'])
    expect(await stack.db.rows(`select 1 from ${table} where dump_id = any($1::text[])`, [dumpIds])).toEqual(
      [],
    )
  expect(
    await stack.db.rows(`select 1 from paper_facts f where not exists (
      select 1 from appearances a where a.paper_id = f.paper_id and a.facts_hash = f.hash)`),
  ).toEqual([])
  expect(await papers()).toEqual(before)
  expect(await ledger(stack.system, KEPT)).toMatchObject({ ...noFaults, papers: KEPT })
}

test('of a dump, twice: nothing of it is left, and of the others nothing is lost', async () => {
  const said = records(KEPT - 500, KEPT + 2_500, { codeUrls: ['https://github.com/a/b'] })
  const { body } = await stack.client.feed(jsonLines(said), '?date=2026-10-01')
  const counts = { records: 3_000, created: 2_500, updated: 500 }
  expect(await stack.client.ended(body.id)).toMatchObject({ status: 'done', counts })
  await stack.client.post(`/v1/dumps/${body.id}/undo`)
  await killInTheMiddle([body.id], 2)
  await expectNothingLeft([body.id])
})

test('of an archive with records and withdrawals, twice: what it withdrew is there again', async () => {
  const withdrawn = before
    .flatMap((paper) => ('arxiv_id' in paper ? (paper.arxiv_id ?? []) : []))
    .slice(0, 100)
  const files = {
    'new.jsonl': jsonLines(records(10_000, 11_200)),
    'gone.xml': oaiPmh(withdrawn.map(String)),
    'changed/known.jsonl': jsonLines(records(300, 1_500, { upvotes: 3, url: 'https://example.org/a' })),
  }
  const { body } = await stack.client.feed(aZip(files), '?date=2026-10-02&filename=all.zip')
  const counts = { records: 2_500, created: 1_200, rejected: 0 }
  expect(await stack.client.ended(body.id)).toMatchObject({ status: 'done', format: 'zip', counts })
  const report = await stack.client.get<{ withdrawn: number }>(`/v1/dumps/${body.id}/report`)
  expect(report.withdrawn).toBe(100)
  expect((await stack.client.papers('limit=1')).total).toBe(KEPT + 1_200 - 100)
  await expect(stack.client.get(`/v1/papers/${withdrawn[0]}`)).rejects.toThrow(/: 410 .*"WITHDRAWN"/)
  const page = await fetch(`${stack.system.url}/papers/${withdrawn[0]}`)
  expect(page.status).toBe(410)
  expect(await page.text()).toContain('<h1>Withdrawn</h1>')

  const { items } = await stack.client.get<{ items: Dump[] }>(`/v1/dumps?parent=${body.id}`)
  const members = items.map(({ id }) => id)
  expect(members).toHaveLength(3)
  await stack.client.post(`/v1/dumps/${body.id}/undo`)
  await killInTheMiddle(members, 2)
  await expectNothingLeft([...members, body.id])
  expect((await stack.client.papers('limit=1')).total).toBe(KEPT)
  expect(await stack.client.get(`/v1/papers/${withdrawn[0]}`)).toMatchObject({ arxivId: withdrawn[0] })
})

function oaiPmh(ids: string[]): string {
  const deleted = ids.map(
    (id) => `<record><header status="deleted"><identifier>oai:arXiv.org:${id}</identifier>
      <datestamp>2026-09-01</datestamp></header></record>`,
  )
  return `<?xml version="1.0"?><OAI-PMH><ListRecords>${deleted.join('\n')}</ListRecords></OAI-PMH>`
}
