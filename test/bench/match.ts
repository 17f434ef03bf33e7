import { loadavg } from 'node:os'
import type { SearchDocument } from '@paperboy/contracts'
import { type OpenedIndex, openIndex, openMatcher } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import { startOpenSearch } from '@paperboy/testkit'
import { papersOf, savedSearches } from './saved-searches.ts'

const SEARCHES = 10_000
const SAMPLE = 500
const OLDER = 10_000
const RUNS = 3
const DAY_MS = 86_400_000
const TODAY = Date.UTC(2026, 10, 24)

type Times = { wall: number; cpu: number }
type Alone = { wall: number; found: Map<string, string[]> }

/**
 * npm run bench:match [papers] – 10,000 saved searches against 1,000 new papers on both engines: one run of the
 * matcher beside each search alone (a sample of 500, scaled up), first on an index that holds only these papers,
 * then where they stand among older ones, restricted to their day.
 */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1_000)
  const all = await papersOf(count + OLDER, TODAY)
  const papers = all.slice(0, count)
  const older = all.slice(count).map((paper) => ({ ...paper, firstSeenAt: TODAY - DAY_MS }))
  const searches = await savedSearches(SEARCHES, all.length)
  console.log(`${searches.length} saved searches, ${papers.length} new papers`)
  await measure('embedded (SQLite)', 'sqlite::memory:', { searches, papers, older })
  const given = process.env.TEST_OPENSEARCH_URL
  const engine = given ? { url: given, stop: async () => undefined } : await startOpenSearch(console.log)
  const prefix = `bench-${Date.now().toString(36)}`
  try {
    await measure('OpenSearch', `${engine.url.replace(/\/$/, '')}/${prefix}`, { searches, papers, older })
    await fetch(`${engine.url.replace(/\/$/, '')}/${prefix}-*`, { method: 'DELETE' })
  } finally {
    await engine.stop()
  }
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`)
}

type Material = { searches: string[]; papers: SearchDocument[]; older: SearchDocument[] }

async function measure(name: string, url: string, { searches, papers, older }: Material): Promise<void> {
  const log = createLogger('bench', 'warn')
  const { matcher, close: closeMatcher } = await openMatcher(url, { log })
  const opened = await openIndex(url, { log })
  try {
    await opened.admin.promote(await opened.admin.create())
    await fill(opened, papers)
    const times: Times[] = []
    let found = new Map<string, string[]>()
    for (let run = 0; run < RUNS; run++) {
      times.push(await timed(async () => (found = await matcher.match(searches, papers))))
    }
    const sample = searches.filter((_, n) => n % (searches.length / SAMPLE) === 0)
    const only = await searchAlone(opened, sample, papers.length)
    await fill(opened, older)
    const among = await searchAlone(opened, sample, papers.length)
    report(name, { times, found, sample, only, among, scale: searches.length / sample.length })
  } finally {
    for (const index of await opened.admin.list()) await opened.admin.drop(index)
    await Promise.all([opened.close(), closeMatcher()])
  }
}

/** The processor time is of this process with its threads, without the engine's own process. */
async function timed(work: () => Promise<unknown>): Promise<Times> {
  const started = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - started, cpu: (user + system) / 1_000 }
}

async function fill({ index }: OpenedIndex, papers: SearchDocument[]): Promise<void> {
  for (let at = 0; at < papers.length; at += 1_000) {
    const batch = papers.slice(at, at + 1_000)
    await index.write(batch.map((document) => ({ kind: 'put', id: document.id, version: 1, document })))
  }
  await index.refresh()
}

/** After a round to warm up, so that the searches are measured at their best. */
async function searchAlone({ index }: OpenedIndex, sample: string[], limit: number): Promise<Alone> {
  const found = new Map<string, string[]>()
  const from = new Date(TODAY).toISOString().slice(0, 10)
  const round = async () => {
    for (const q of sample) {
      const { hits, correctedQuery } = await index.search({ q, sort: 'trending', from, limit })
      // A misspelt query that finds nothing is searched as it was meant; a saved search means what it says.
      found.set(q, correctedQuery === undefined ? hits.map(({ id }) => id).sort() : [])
    }
  }
  await round()
  const { wall } = await timed(round)
  return { wall, found }
}

type Measured = {
  times: Times[]
  found: Map<string, string[]>
  sample: string[]
  only: Alone
  among: Alone
  scale: number
}

function report(name: string, { times, found, sample, only, among, scale }: Measured): void {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`
  const ratio = (alone: Alone, ms: number) => ((alone.wall * scale) / ms).toFixed(1)
  console.log(name)
  for (const [n, { wall, cpu }] of times.entries())
    console.log(
      `  match, run ${n + 1}         ${seconds(wall)} (processor ${seconds(cpu)})   ratio ${ratio(only, wall)}, among older papers ${ratio(among, wall)}`,
    )
  console.log(`  each search alone    ${seconds(only.wall * scale)} on these papers only`)
  console.log(`                       ${seconds(among.wall * scale)} among ${OLDER} older papers, by day`)
  const equal = [only, among].map(
    (alone) => sample.filter((q) => same([...(found.get(q) ?? [])].sort(), alone.found.get(q) ?? [])).length,
  )
  console.log(`  equal sets           ${equal.join(' and ')} of ${sample.length} in the sample`)
  const matches = [...found.values()].reduce((sum, ids) => sum + ids.length, 0)
  console.log(`  searches with a match ${found.size}, matches ${matches}`)
  if (equal.some((count) => count < sample.length)) process.exitCode = 1
}

const same = (a: string[], b: string[]): boolean => a.length === b.length && a.every((id, n) => id === b[n])

await main()
