import { readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { api } from '../e2e/api.ts'
import { type System, startDistributed } from '../e2e/system.ts'
import { startEngines } from '../engines.ts'
import { startBareRoutes } from './bare-routes.ts'
import { recordSeries, replay, type Series } from './engine-series.ts'
import { firstPageQuiet, firstPageWhileIngesting } from './first-page.ts'
import { dataFolder, loadLines } from './load-records.ts'
import { type Call, type Measured, measure, succeed, type Task, tasksOf } from './requests.ts'

const LANES = 8
const INGEST_MS = 1_800_000
const REPEAT = 2_000
/** Papers that are taken in while the first page is asked for. */
const MORE_PAPERS = 5_000
const WARM_UPS = 200
const REPEATED_SEARCHES = 20

/**
 * npm run bench:gateway [papers, or BENCH_PAPERS] – search, paper, list and feed of the gateway, beside OpenSearch
 * with the very same questions in the same order, and beside a bare Fastify route that answers with the very same
 * bodies, in one run; then the time to the first byte of the first page, also while papers come in.
 */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? process.env.BENCH_PAPERS ?? 100_000)
  // Engines of tests are started with the quick compiler alone; what is measured has both, as in operation.
  process.env._JAVA_OPTIONS ??= '-XX:TieredStopAtLevel=4'
  const lines = await loadLines(count)
  const engines = await startEngines(new AbortController().signal)
  Object.assign(process.env, engines.environment)
  try {
    const system = await startDistributed()
    try {
      await ingest(system, lines)
      await compareSearch(system, lines)
      await comparePages(system)
      await firstPages(system, lines)
      console.log(`${count} papers, ${LANES} connections at most; load average ${loadavg()[0]?.toFixed(1)}`)
    } finally {
      await system.stop()
    }
  } finally {
    await engines.stop()
  }
}

async function ingest(system: System, lines: string[]): Promise<void> {
  const client = api(system)
  const fed = await client.feed(lines.join('\n'), '?filename=load.jsonl')
  const dump = await client.ended(fed.body.id, INGEST_MS, 1_000)
  if (dump.status !== 'done') throw new Error(JSON.stringify(dump))
}

const searchPath = (q: string) => `/v1/papers?q=${encodeURIComponent(q.slice(0, 500))}`
const gets = (system: System, paths: string[]): Call[] =>
  paths.map((path) => ({ method: 'GET', url: system.url + path }))

/** Each search once, so that neither the gateway nor the engine has its answer; what a repeated one costs is said apart. */
async function compareSearch(system: System, lines: string[]): Promise<void> {
  const written = (await readFile(join(dataFolder(), 'load', 'queries.jsonl'), 'utf8')).trim().split('\n')
  const queries = written.map((line) => (JSON.parse(line) as { text: string }).text)
  const texts = lines.slice(-WARM_UPS).map((line) => JSON.parse(line) as { title: string; abstract?: string })
  const kinds = {
    'search, as written': queries.map(searchPath),
    'search, two words': texts.map(({ title }) => searchPath(title.split(' ').slice(0, 2).join(' '))),
  }
  const warmUp = texts.map(({ abstract }, at) =>
    searchPath(abstract?.split('. ')[at % 2] || 'language models'),
  )
  for (const [name, paths] of Object.entries(kinds)) {
    const series = await recordSeries(system, { warmUp, paths })
    const calls = gets(system, paths)
    // Who shows a cookie is not answered from memory.
    const searches = tasksOf(calls.map((call) => ({ ...call, headers: { cookie: 'measure=search' } })))
    await measure(tasksOf(gets(system, warmUp)), 1)
    const gateway = await measureTwice(system, searches)
    const engine = await measureTwice(system, series.map(replay))
    print(`${name}, gateway`, gateway)
    print(`${name}, engine alone`, engine, `${callsOf(series)} calls a search`)
    console.log(
      `  the gateway adds ${(gateway.alone.p50 - engine.alone.p50).toFixed(2)} ms to the median of the engine`,
    )
    const few = tasksOf(calls.slice(0, REPEATED_SEARCHES))
    await measure(few, 1)
    print(`${name}, repeated`, await measureTwice(system, repeated(few)))
  }
}

const callsOf = (series: Series[]): string =>
  (series.reduce((sum, { length }) => sum + length, 0) / series.length).toFixed(1)

async function comparePages(system: System): Promise<void> {
  const { items } = await api(system).papers('limit=100')
  const beginnings = items.map(({ title }, n) => title.slice(0, 2 + (n % 20)))
  const typed = tasksOf(
    gets(
      system,
      beginnings.map((q) => `/v1/suggest?${new URLSearchParams({ q })}`),
    ),
  )
  await measure(typed, 1)
  print('suggest, gateway', await measureTwice(system, typed))
  const pages = {
    paper: items.map(({ id }) => `/v1/papers/${id}`),
    list: ['/v1/papers'],
    feed: ['/feeds/trending.atom'],
  }
  for (const [name, paths] of Object.entries(pages)) {
    const calls = gets(system, paths)
    const bare = await startBareRoutes(system.url, calls)
    const ways = {
      gateway: calls,
      'gateway, 304': await conditionally(calls),
      'bare route': bare.calls,
    }
    const measured: Record<string, Pair> = {}
    for (const [way, asked] of Object.entries(ways)) {
      const many = repeated(tasksOf(asked))
      await measure(many, LANES)
      const pair = { alone: await measure(many, 1), together: await measure(many, LANES) }
      measured[way] = pair
      print(`${name}, ${way}`, pair)
    }
    const base = measured['bare route']?.together.perSecond ?? 1
    const of = (way: string) => ((measured[way]?.together.perSecond ?? 0) / base).toFixed(2)
    console.log(`  ${of('gateway')} of the bare route, ${of('gateway, 304')} with conditional requests`)
    bare.stop()
  }
}

const repeated = (tasks: Task[]): Task[] =>
  Array.from({ length: Math.ceil(REPEAT / tasks.length) }, () => tasks).flat()

async function conditionally(calls: Call[]): Promise<Call[]> {
  const agent = new Agent()
  return Promise.all(
    calls.map(async (call) => ({
      ...call,
      headers: { 'if-none-match': (await succeed(agent, call)).headers.etag ?? '' },
    })),
  )
}

async function firstPages(system: System, lines: string[]): Promise<void> {
  const more = lines.slice(0, MORE_PAPERS).map((line, n) => {
    const { title, abstract } = JSON.parse(line) as { title: string; abstract?: string }
    return JSON.stringify({ title: `${title} revisited (${n})`, abstract })
  })
  const says = ({ p50, p95, p99, requests }: Awaited<ReturnType<typeof firstPageQuiet>>) =>
    `p50 ${p50.toFixed(1)} ms  p95 ${p95.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  (${requests} requests)`
  console.log(`first byte of /, 20/s                 ${says(await firstPageQuiet(system))}`)
  console.log(`first byte of /, 20/s, while ingesting ${says(await firstPageWhileIngesting(system, more))}`)
}

type Pair = { alone: Measured; together: Measured }

/** One after the other and together; the engine's own memory of answers is emptied before each. */
async function measureTwice(system: System, tasks: Task[]): Promise<Pair> {
  await emptyCaches(system)
  const alone = await measure(tasks, 1)
  await emptyCaches(system)
  return { alone, together: await measure(tasks, LANES) }
}

async function emptyCaches({ searchUrl }: System): Promise<void> {
  const { origin, pathname } = new URL(searchUrl ?? '')
  await fetch(`${origin}${pathname}-*/_cache/clear`, { method: 'POST' })
}

function print(name: string, { alone, together }: Pair, note = ''): void {
  const ms = (value: number) => `${value.toFixed(2).padStart(7)} ms`
  console.log(
    `${name.padEnd(34)} one at a time: p50 ${ms(alone.p50)}  p99 ${ms(alone.p99)}   ` +
      `${LANES} at a time: ${together.perSecond.toFixed(0).padStart(5)}/s  p50 ${ms(together.p50)}  p99 ${ms(together.p99)}  ${note}`,
  )
}

await main()
