import { startOpenSearch } from '@paperboy/testkit'
import { missedAims } from './aims.ts'
import { type Baselines, searchOpensearch } from './bare-opensearch.ts'
import { searchSqlite } from './bare-sqlite.ts'
import { type Collection, readCollection } from './collections.ts'
import { measure, type Ranking } from './measures.ts'
import { searchOurs } from './ours.ts'
import { type Engine, meanRow, type Row, table, type Way } from './table.ts'

const SEARCHED = ['scifact', 'cranfield', 'cacm', 'papersearch4k']
/** Its queries are papers: for `similar`. The baselines search for the paper's title. */
const SIMILAR = ['csfcube']
const ENGINES: Engine[] = ['OpenSearch', 'SQLite']
const WAYS: Way[] = ['ours', 'multi_match', 'flat BM25']

/**
 * npm run quality [collection…] – how well searches find what people judged relevant, on both engines, beside
 * the bare engines. Fails when an aim is missed (the aims need all collections).
 */
async function main(names: string[]): Promise<void> {
  const collections = (names.length > 0 ? names : [...SEARCHED, ...SIMILAR]).map(readCollection)
  const given = process.env.TEST_OPENSEARCH_URL
  const engine = given ? { url: given, stop: async () => undefined } : await startOpenSearch(console.error)
  try {
    const rows: Row[] = []
    for (const collection of collections) {
      const measured = await rowsOf(collection, engine.url.replace(/\/$/, ''))
      rows.push(...measured)
      console.log(table(measured))
    }
    report(
      rows,
      SEARCHED.filter((name) => collections.some((collection) => collection.name === name)),
    )
  } finally {
    await engine.stop()
  }
}

async function rowsOf(collection: Collection, url: string): Promise<Row[]> {
  const prefix = `quality-${Date.now().toString(36)}`
  return [
    ...rows(collection, 'OpenSearch', {
      ours: await searchOurs(`${url}/${prefix}`, collection),
      ...(await searchOpensearch(url, collection)),
    }),
    ...rows(collection, 'SQLite', {
      ours: await searchOurs('sqlite::memory:', collection),
      ...searchSqlite(collection),
    }),
  ]
}

function rows(
  { name, queries }: Collection,
  engine: Engine,
  { ours, multiMatch, flat }: Baselines & { ours: Ranking[] },
): Row[] {
  const rankings = { ours, multi_match: multiMatch, 'flat BM25': flat }
  return WAYS.map((way) => ({ collection: name, engine, way, ...measure(queries, rankings[way]) }))
}

function report(rows: Row[], searched: string[]): void {
  if (searched.length === 0) return
  const means = ENGINES.flatMap((engine) => WAYS.map((way) => meanRow(rows, searched, engine, way)))
  console.log(`\nmean of ${searched.join(', ')}\n${table(means)}`)
  if (searched.length < SEARCHED.length) return
  const missed = missedAims(rows, searched, ENGINES)
  for (const aim of missed) console.log(`missed: ${aim}`)
  console.log(missed.length === 0 ? 'all aims are met' : `${missed.length} aims are missed`)
  if (missed.length > 0) process.exitCode = 1
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
