import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@paperboy/testkit'
import { api } from '../e2e/api.ts'
import { startService } from '../e2e/service-process.ts'
import { freePort, type System, startDistributed } from '../e2e/system.ts'
import { startEngines } from '../engines.ts'
import { dataFolder, loadLines } from './load-records.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { type Call, type Measured, measure, send } from './requests.ts'

const LANES = 8
const INGEST_MS = 1_800_000
const START_MS = 60_000
const REPEAT = 1_000

/**
 * npm run bench:gateway [records] – search, paper, list and feed of the gateway, beside OpenSearch with the very
 * same questions, and beside a bare Fastify route that answers with the very same bodies, in one run.
 */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 100_000)
  const queries = await loadQueries()
  const engines = await startEngines(new AbortController().signal)
  Object.assign(process.env, engines.environment)
  try {
    const system = await startDistributed()
    try {
      await ingest(system, await loadLines(count))
      await compare(system, queries)
      console.log(`${count} papers, ${LANES} connections at most; load average ${loadavg()[0]?.toFixed(1)}`)
    } finally {
      await system.stop()
    }
  } finally {
    await engines.stop()
  }
}

async function loadQueries(): Promise<string[]> {
  const lines = (await readFile(join(dataFolder(), 'load', 'queries.jsonl'), 'utf8')).trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { text: string }).text.slice(0, 500))
}

async function ingest(system: System, lines: string[]): Promise<void> {
  const client = api(system)
  const fed = await client.feed(lines.join('\n'), '?filename=load.jsonl')
  const dump = await client.ended(fed.body.id, INGEST_MS, 1_000)
  if (dump.status !== 'done') throw new Error(JSON.stringify(dump))
}

async function compare(system: System, queries: string[]): Promise<void> {
  const gets = (paths: string[]): Call[] => paths.map((path) => ({ method: 'GET', url: system.url + path }))
  // Who shows a cookie is not answered from memory: the search itself is to be measured.
  const searches = gets(queries.map((q) => `/v1/papers?q=${encodeURIComponent(q)}`)).map((call) => ({
    ...call,
    headers: { cookie: 'measure=search' },
  }))
  const asked = await recordSearches(system, queries)
  const { items } = await api(system).papers('limit=100')
  const pages = {
    paper: gets(items.map(({ id }) => `/v1/papers/${id}`)),
    list: gets(['/v1/papers']),
    feed: gets(['/feeds/trending.atom']),
  }
  await measure(searches, LANES)
  print('search, gateway', await measure(searches, 1), await measure(searches, LANES))
  print('search, engine alone', await measure(asked, 1), await measure(asked, LANES))
  for (const [name, calls] of Object.entries(pages)) {
    const many = repeated(calls)
    const bare = await startBareRoute(system, calls)
    await measure(many, LANES)
    print(`${name}, gateway`, await measure(many, 1), await measure(many, LANES))
    const conditional = await conditionally(many)
    print(`${name}, gateway, 304`, await measure(conditional, 1), await measure(conditional, LANES))
    const same = many.map(({ url, ...call }) => ({ ...call, url: bare.url + url.slice(system.url.length) }))
    print(`${name}, bare route`, await measure(same, 1), await measure(same, LANES))
    bare.stop()
  }
}

const repeated = (calls: Call[]): Call[] =>
  Array.from({ length: Math.ceil(REPEAT / calls.length) }, () => calls).flat()

/** What the gateway asks OpenSearch for these queries; a second gateway behind a proxy is asked, once. */
async function recordSearches(system: System, queries: string[]): Promise<Call[]> {
  const { origin, pathname } = new URL(system.searchUrl ?? '')
  const proxy = await startRecordingProxy(origin)
  const port = String(await freePort())
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: system.databaseUrl ?? '',
    QUEUE_URL: system.queueUrl ?? '',
    SEARCH_URL: proxy.url + pathname,
    OPERATOR_KEY: system.operatorKey,
    PORT: port,
  }
  const gateway = startService('gateway', env, { logFile: system.logFile })
  const url = `http://127.0.0.1:${port}`
  const agent = new Agent({ keepAlive: true })
  try {
    await waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
      timeoutMs: START_MS,
      describe: 'the second gateway',
    })
    proxy.asked.length = 0
    for (const q of queries) {
      await send(agent, { method: 'GET', url: `${url}/v1/papers?q=${encodeURIComponent(q)}` })
    }
    return [...proxy.asked]
  } finally {
    agent.destroy()
    await gateway.stop()
    await proxy.stop()
  }
}

async function startBareRoute(system: System, calls: Call[]): Promise<{ url: string; stop: () => void }> {
  const child = fork(join(import.meta.dirname, 'bare-route.ts'))
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  const agent = new Agent()
  for (const call of calls) {
    const { headers, body } = await send(agent, call)
    const kept = once(child, 'message')
    const type = headers['content-type'] ?? 'application/json'
    child.send({ url: call.url.slice(system.url.length), type, body: body.toString() })
    await kept
  }
  return { url: address, stop: () => child.disconnect() }
}

async function conditionally(calls: Call[]): Promise<Call[]> {
  const agent = new Agent({ keepAlive: true })
  const tags = new Map<string, string>()
  for (const call of calls) {
    if (!tags.has(call.url)) tags.set(call.url, (await send(agent, call)).headers.etag ?? '')
  }
  agent.destroy()
  return calls.map((call) => ({ ...call, headers: { 'if-none-match': tags.get(call.url) ?? '' } }))
}

function print(name: string, alone: Measured, together: Measured): void {
  const ms = (value: number) => `${value.toFixed(2).padStart(8)} ms`
  console.log(
    `${name.padEnd(24)} one at a time: p50 ${ms(alone.p50)}  p99 ${ms(alone.p99)}   ` +
      `${LANES} at a time: ${together.perSecond.toFixed(0).padStart(6)}/s  p50 ${ms(together.p50)}  p99 ${ms(together.p99)}`,
  )
}

await main()
