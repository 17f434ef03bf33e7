import { startOpenSearch } from '@paperboy/testkit'
import { missedAims } from './aims.ts'
import { type Baselines, searchOpensearch } from './bare-opensearch.ts'
import { searchSqlite } from './bare-sqlite.ts'
import { type Collection, readCollection } from './collections.ts'
import { type CollectionMeaning, meaningOf } from './meaning.ts'
import { measure, type Ranking } from './measures.ts'
import { searchOurs } from './ours.ts'
import { type Engine, meanRow, type Row, table, type Way } from './table.ts'

const SEARCHED = ['scifact', 'cranfield', 'cacm', 'papersearch4k']
/** Its queries are papers: for `similar`. The baselines search for the paper's title. */
const SIMILAR = ['csfcube']
const ENGINES: Engine[] = ['OpenSearch', 'SQLite']
const WAYS: Way[] = ['ours', 'with meaning', 'multi_match', 'flat BM25']

/**
 * npm run quality [collection…] – how well searches find what people judged relevant, on both engines, beside
 * the bare engines. With EMBEDDINGS_URL (and EMBEDDINGS_MODEL and so on) also with papers near in meaning. Fails when
 * an aim is missed (the aims need all collections).
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
  const meaning = await meaningOf(collection)
  try {
    return [
      ...rows(collection, 'OpenSearch', {
        ...(await both(`${url}/${prefix}`, collection, meaning)),
        ...(await searchOpensearch(url, collection)),
      }),
      ...rows(collection, 'SQLite', {
        ...(await both('sqlite::memory:', collection, meaning)),
        ...searchSqlite(collection),
      }),
    ]
  } finally {
    await meaning?.close()
  }
}

type Ours = { ours: Ranking[]; meant?: Ranking[] }

async function both(
  url: string,
  collection: Collection,
  meaning: CollectionMeaning | undefined,
): Promise<Ours> {
  const ours = await searchOurs(url, collection)
  return meaning ? { ours, meant: await searchOurs(url, collection, meaning.meaning) } : { ours }
}

function rows(
  { name, queries }: Collection,
  engine: Engine,
  { ours, meant, multiMatch, flat }: Baselines & Ours,
): Row[] {
  const rankings = { ours, 'with meaning': meant, multi_match: multiMatch, 'flat BM25': flat }
  return WAYS.flatMap((way) => {
    const found = rankings[way]
    return found ? [{ collection: name, engine, way, ...measure(queries, found) }] : []
  })
}

function report(rows: Row[], searched: string[]): void {
  if (searched.length === 0) return
  const ways = WAYS.filter((way) => rows.some((row) => row.way === way))
  const means = ENGINES.flatMap((engine) => ways.map((way) => meanRow(rows, searched, engine, way)))
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
