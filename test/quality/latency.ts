import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OpenedIndex, openIndex } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import { dataFolder } from '../bench/load-records.ts'
import { papersOf } from '../bench/saved-searches.ts'

const BATCH = 500
const LIMIT = 20

/**
 * node test/quality/latency.ts [papers] – how long a search, a suggestion and a list of similar papers take with
 * many papers, on both engines (TEST_OPENSEARCH_URL), one after the other.
 */
async function main(count: number): Promise<void> {
  const papers = await papersOf(count, Date.UTC(2026, 10, 24))
  const lines = readFileSync(join(dataFolder(), 'load', 'queries.jsonl'), 'utf8')
    .trim()
    .split('\n')
  const asked = lines.map((line) => (JSON.parse(line) as { text: string }).text.slice(0, 500))
  const short = papers.slice(0, 200).map(({ title }) => title.split(' ').slice(0, 2).join(' '))
  const typed = papers.slice(0, 200).map(({ title }, n) => title.slice(0, 3 + (n % 20)))
  const url = process.env.TEST_OPENSEARCH_URL?.replace(/\/$/, '')
  const engines = ['sqlite::memory:', ...(url ? [`${url}/latency-${Date.now().toString(36)}`] : [])]
  for (const engine of engines) {
    const opened = await openIndex(engine, { log: createLogger('latency', 'warn') })
    const generation = await opened.admin.create()
    try {
      await opened.admin.promote(generation)
      await fill(opened, papers)
      const { index } = opened
      const search = (q: string) => index.search({ q, sort: 'relevance', limit: LIMIT })
      console.log(engine.startsWith('sqlite') ? 'SQLite' : 'OpenSearch')
      await times('  requests as people write them', asked, search)
      await times('  two words', short, search)
      await times('  newest', asked, (q) => index.search({ q, sort: 'newest', limit: LIMIT }))
      await times('  suggest', typed, (q) => index.suggest(q, 10))
      await times(
        '  similar',
        papers.slice(0, 200).map(({ id }) => id),
        (id) => index.similar(id, LIMIT),
      )
    } finally {
      await opened.admin.drop(generation)
      await opened.close()
    }
  }
}

async function fill({ index }: OpenedIndex, papers: Awaited<ReturnType<typeof papersOf>>): Promise<void> {
  const started = performance.now()
  for (let at = 0; at < papers.length; at += BATCH) {
    const batch = papers.slice(at, at + BATCH)
    await index.write(batch.map((document) => ({ kind: 'put', id: document.id, version: 1, document })))
  }
  await index.refresh()
  console.log(`${papers.length} papers indexed in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** After a round to warm up. */
async function times(
  name: string,
  inputs: string[],
  run: (input: string) => Promise<unknown>,
): Promise<void> {
  for (const input of inputs) await run(input)
  const taken: number[] = []
  for (const input of inputs) {
    const started = performance.now()
    await run(input)
    taken.push(performance.now() - started)
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) => (taken[Math.floor(taken.length * share)] ?? 0).toFixed(1)
  console.log(`${name.padEnd(34)}p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   p99 ${at(0.99)} ms`)
}

await main(Number(process.argv[2] ?? 100_000))
