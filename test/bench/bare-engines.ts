import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type LoadRecord = { id: string; title: string; abstract: string; date?: string; categories?: string[] }

const BATCH = 1_000
const IN_FLIGHT = 2

/** The same records straight into PostgreSQL: one COPY into one table with a primary key. Records per second. */
export async function bareCopy(databaseUrl: string, records: LoadRecord[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(
      'create table bare (n int primary key, id text, title text, abstract text, date date, categories text)',
    )
    const started = performance.now()
    const copy = client.query(copyFrom('copy bare from stdin'))
    await pipeline(Readable.from(rows(records)), copy)
    return rate(records.length, started)
  } finally {
    await client.query('drop table if exists bare')
    await client.end()
  }
}

function* rows(records: LoadRecord[]): Generator<string> {
  const plain = (text: string) =>
    text.replace(/[\\\t\n\r]/g, (c) => `\\${{ '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }[c]}`)
  for (const [n, { id, title, abstract, date, categories }] of records.entries()) {
    yield `${[n, plain(id), plain(title), plain(abstract), date ?? '\\N', (categories ?? []).join(' ')].join('\t')}\n`
  }
}

/** The same records straight into OpenSearch: `_bulk` with external versions, the engine's own English analyzer. */
export async function bareBulk(openSearchUrl: string, records: LoadRecord[]): Promise<number> {
  const index = `${openSearchUrl.replace(/\/$/, '')}/bare-${Date.now()}`
  const english = { type: 'text', analyzer: 'english' }
  const properties = {
    title: english,
    abstract: english,
    date: { type: 'date' },
    categories: { type: 'keyword' },
  }
  const body = { settings: { number_of_shards: 1, number_of_replicas: 0 }, mappings: { properties } }
  await ask(index, 'PUT', JSON.stringify(body))
  try {
    const started = performance.now()
    let next = 0
    const lane = async () => {
      for (let at = next; at < records.length; at = next) {
        next += BATCH
        await ask(`${index}/_bulk`, 'POST', bulkBody(records.slice(at, at + BATCH), at))
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
    await ask(`${index}/_refresh`, 'POST', '')
    return rate(records.length, started)
  } finally {
    await ask(index, 'DELETE', '')
  }
}

function bulkBody(records: LoadRecord[], from: number): string {
  return records
    .map(({ title, abstract, date, categories }, n) => {
      const action = { index: { _id: String(from + n), version: 1, version_type: 'external' } }
      return `${JSON.stringify(action)}\n${JSON.stringify({ title, abstract, date, categories })}\n`
    })
    .join('')
}

async function ask(url: string, method: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body }),
  })
  const text = await response.text()
  if (!response.ok || text.includes('"errors":true'))
    throw new Error(`${method} ${url}: ${text.slice(0, 500)}`)
}

const rate = (records: number, started: number): number => (records * 1_000) / (performance.now() - started)
