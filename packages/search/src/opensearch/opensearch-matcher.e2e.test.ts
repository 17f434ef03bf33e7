import { Client } from '@opensearch-project/opensearch'
import { createLogger } from '@paperboy/service-kit'
import { afterAll, expect, test } from 'vitest'
import { openMatcher } from '../matching/open-matcher.ts'
import { openIndex } from '../open-index.ts'
import { aDocument } from '../suite/documents.ts'
import { describeMatcher } from '../suite/matcher.suite.ts'
import { savedQueries, savedQuery } from './saved-queries.ts'
import { savedQueriesName } from './saved-queries-index.ts'

const DAY_MS = 86_400_000
const engine = process.env.TEST_OPENSEARCH_URL
if (!engine)
  throw new Error('TEST_OPENSEARCH_URL is missing: it names the OpenSearch node that these tests use.')
const log = createLogger('test', 'silent')
const run = `m${Date.now().toString(36)}`
let prefixes = 0
const prefix = () => `${run}-${++prefixes}`
const url = (of: string) => `${engine.replace(/\/$/, '')}/${of}`

const client = new Client({ node: engine })
afterAll(async () => {
  await client.indices.delete({ index: `${run}-*` })
  await client.close()
})

describeMatcher(
  'opensearch',
  ({ now }) => openIndex(url(prefix()), { log, now }),
  () => openMatcher(url(prefix()), { log }),
)

const graph = aDocument(1, { id: 'g', title: 'Graph networks' })
/** Words alone do not decide a phrase: the engine is asked. */
const phrase = '"graph networks"'

async function aged() {
  const of = prefix()
  let day = 0
  const now = () => Date.UTC(2026, 0, 1) + day * DAY_MS
  const { matcher, close } = await openMatcher(url(of), { log, now })
  const index = savedQueriesName(of)
  const registered = async () => {
    await client.indices.refresh({ index })
    return (await client.count({ index })).body.count
  }
  const pass = (days: number) => {
    day += days
  }
  return { matcher, close, index, registered, pass }
}

test('a query is registered once, kept while it is wanted, and gone weeks after', async () => {
  const { matcher, close, registered, pass } = await aged()
  await matcher.match([phrase, '"GRAPH  networks"', '"networks graph"', '"graph nowhere"', 'graph'], [graph])
  expect(await registered()).toBe(2)
  for (let week = 0; week < 5; week++) {
    pass(7)
    expect((await matcher.match([phrase], [graph])).get(phrase)).toEqual(['g'])
  }
  expect(await registered()).toBe(1)
  expect((await matcher.match(['graph', phrase], [graph])).size).toBe(2)
  await close()
})

test('an index that somebody deleted is made again; one of another mapping is dropped', async () => {
  const { matcher, close, index, registered } = await aged()
  const old = `${index.slice(0, -12)}0123456789ab`
  await client.indices.create({ index: old })
  await matcher.match([phrase], [graph])
  expect((await client.indices.exists({ index: old })).body).toBe(false)
  await client.indices.delete({ index })
  expect((await matcher.match([phrase], [graph])).get(phrase)).toEqual(['g'])
  expect(await registered()).toBe(1)
  await close()
})

test('two mailers side by side find the same', async () => {
  const of = prefix()
  const both = await Promise.all([openMatcher(url(of), { log }), openMatcher(url(of), { log })])
  const queries = Array.from({ length: 300 }, (_, n) => `-"networks graph" OR ${n}`)
  const found = await Promise.all(both.map(({ matcher }) => matcher.match(queries, [graph])))
  expect(found.map((matches) => matches.size)).toEqual([300, 300])
  for (const { close } of both) await close()
})

test('a query that the engine refuses is logged, the others are registered', async () => {
  const lines: string[] = []
  const error = (fields: unknown) => lines.push(JSON.stringify(fields))
  const log = Object.assign(createLogger('test', 'silent'), { error })
  const saved = savedQueries({ client, prefix: prefix(), log, now: Date.now })
  await saved.prepare()
  await saved.add([savedQuery({ nonsense: {} }), savedQuery({ match_all: {} })])
  expect((await client.count({ index: saved.index })).body.count).toBe(1)
  expect(lines.join()).toContain('nonsense')
})

test('an engine that is not there is unavailable', async () => {
  const { matcher, close } = await openMatcher('http://127.0.0.1:9', { log })
  await expect(matcher.match([phrase], [graph])).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    retryable: true,
  })
  await close()
})
