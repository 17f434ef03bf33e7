import { Readable } from 'node:stream'
import { type Database, dryRuns } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { aTar } from '@paperboy/testkit'
import { expect, test } from 'vitest'
import { feed } from '../../test/feed.ts'
import { eachTestHasADatabase } from '../../test/own-database.suite.ts'
import { tryDump } from './try-dump.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const log = createLogger('parser', 'silent')
const context = { signal: new AbortController().signal }
const KNOWN = { title: 'A Paper That Is Known Already', ids: ['2401.00001'], abstract: 'Known.' }
const line = (record: object) => `${JSON.stringify(record)}\n`

/** The answer, and how many rows there are in all tables before it is removed and after. */
async function tried(text: string | Uint8Array, limits = {}) {
  const runs = dryRuns(db)
  const before = await rowCounts()
  const bytes = Readable.from([Buffer.from(text)])
  const { id } = await runs.request(bytes, { format: 'auto', date: '2026-11-20', maxBytes: 1e7 })
  const all = { maxInflatedBytes: 1e7, maxRecords: 1e5, maxMs: 60_000, ...limits }
  await tryDump({ db, dryRuns: runs, limits: all, log })({ dryRunId: id }, context)
  const answer = await runs.answer(id)
  await runs.remove(id)
  expect(await rowCounts()).toEqual(before)
  return answer
}

async function rowCounts() {
  const counts = []
  for (const { name } of await db.introspection.getTables()) {
    const rows = await db
      .selectFrom(name as 'dumps')
      .select(db.fn.countAll().as('n'))
      .execute()
    counts.push([name, rows[0]?.n])
  }
  return counts
}

test('the report says what each record would become, and leaves nothing', async () => {
  await feed(db, [KNOWN], '2026-11-01')
  const text = [
    { title: KNOWN.title, abstract: 'Known.', arxiv_id: '2401.00001' },
    { title: 'A Paper That Nobody Has Seen', arxiv_id: '2401.00002' },
    { title: 'A Paper That Nobody Has Seen', abstract: 'The same once more.' },
    { title: KNOWN.title, doi: '10.1000/abc' },
  ]
  const answer = await tried(`${text.map(line).join('')}{"no title": 1}\n{"title":\n`)
  expect(answer).toMatchObject({
    ...{ dryRun: true, format: expect.stringContaining('json'), date: '2026-11-20', complete: true },
    counts: { records: 6, created: 1, updated: 1, unchanged: 2, rejected: 2 },
    rejects: [{ position: 'line 5' }, { position: 'line 6' }],
  })
  expect(answer).toHaveProperty('rejected.0.examples')
})

test('what an earlier chunk would have made is not made again', async () => {
  const title = (n: number) => `The Number ${n} of Many Papers Here`
  const many = Array.from({ length: 700 }, (_, n) => line({ title: title(n), arxiv_id: `2402.${10000 + n}` }))
  const again = [
    { title: title(3), abstract: 'By its title.' },
    { title: 'Another Name of the Fourth Paper', arxiv_id: '2402.10004' },
    { title: title(5), arxiv_id: '2403.00001' },
  ]
  const answer = await tried(`${many.join('')}${again.map(line).join('')}`)
  expect(answer).toMatchObject({
    counts: { records: 703, created: 701, updated: 0, unchanged: 2, rejected: 0 },
    withoutAbstract: 702,
  })
})

test('a dump that cannot be read says why', async () => {
  expect(await tried('\u0001\u0002\u0003'.repeat(50))).toMatchObject({
    error: { code: 'DUMP_FORMAT_UNKNOWN' },
  })
})

test('a dump larger than the limit is reported as far as that', async () => {
  const many = Array.from({ length: 1_200 }, (_, n) => line({ title: `A Paper with the Number ${n}` }))
  expect(await tried(many.join(''), { maxRecords: 1_000 })).toMatchObject({
    complete: false,
    counts: { records: 1_000, created: 1_000 },
  })
})

test('an archive is reported as the sum of its files', async () => {
  const paper = { title: 'One Paper in Two Files of It' }
  const answer = await tried(
    aTar({
      'a.jsonl': line(paper),
      'b.jsonl': line(paper) + line({ title: 'Another Paper in the Second File' }),
      'c.txt': '',
    }),
  )
  expect(answer).toMatchObject({
    format: 'tar',
    counts: { records: 4, created: 2, updated: 0, unchanged: 1, rejected: 1 },
    rejects: [{ position: 'file 3', code: 'DUMP_EMPTY', excerpt: 'c.txt' }],
  })
})

test('an archive that breaks off is reported as far as its whole files, and one without any is an error', async () => {
  const paper = line({ title: 'A Paper in the First File of Two' })
  const whole = aTar({ 'a.jsonl': paper, 'b.jsonl': paper.repeat(100) })
  expect(await tried(whole.subarray(0, 2_000))).toMatchObject({
    counts: { records: 3, created: 1, rejected: 2 },
    rejects: [
      { position: 'file 2', code: 'DUMP_UNREADABLE', excerpt: 'b.jsonl' },
      { position: 'file 3', code: 'TRUNCATED' },
    ],
  })
  expect(await tried('PK\u0003\u0004broken')).toMatchObject({ error: { code: 'DUMP_UNREADABLE' } })
})

test('an answer of a source without any paper is an empty report, not an error', async () => {
  expect(
    await tried('<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query: none</title></feed>'),
  ).toMatchObject({
    format: 'arxiv-atom',
    counts: { records: 0 },
    complete: true,
  })
})

test('what a source withdraws is counted as such, against the papers that are there', async () => {
  await feed(db, [KNOWN], '2026-11-01')
  const deleted = (id: string) =>
    `<record><header status="deleted"><identifier>${id}</identifier><datestamp>2026-11-02</datestamp></header></record>`
  const ids = ['oai:arXiv.org:2401.00001', 'oai:arXiv.org:2401.00009', 'oai:example.org:7']
  const text = `<OAI-PMH><ListRecords>${ids.map(deleted).join('')}</ListRecords></OAI-PMH>`
  expect(await tried(text)).toMatchObject({
    ...{ format: 'oai-pmh', withdrawn: 2 },
    counts: { records: 3, created: 0, updated: 1, unchanged: 1, rejected: 1 },
    rejects: [{ code: 'WITHDRAWN_UNKNOWN', excerpt: 'oai:example.org:7' }],
  })
})
