import { loadavg } from 'node:os'
import { api } from '../e2e/api.ts'
import { type System, startDistributed } from '../e2e/system.ts'
import { startEngines } from '../engines.ts'
import { bareBulk, bareCopy, type LoadRecord } from './bare-engines.ts'
import { loadLines } from './load-records.ts'
import { cpuSeconds, memoryOf } from './process-costs.ts'

const ROUNDS = 3
const DONE_MS = 600_000
/** Each look counts the papers of the dump in Postgres: looking all the time would measure itself. */
const LOOK_EVERY_MS = 500

type Measured = { rate: number; peaks: Map<string, number>; cpu: Map<string, number> }
type Round = Measured & { copy: number; bulk: number }

/**
 * npm run bench:ingest [records] – the whole pipeline (dump to searchable, services as processes on Redis,
 * Postgres and OpenSearch) beside the bare engines with the same records, in turns, in one run.
 */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 20_000)
  const lines = await loadLines(count)
  const records = lines.map((line) => JSON.parse(line) as LoadRecord)
  const stopping = new AbortController()
  const engines = await startEngines(stopping.signal)
  Object.assign(process.env, engines.environment)
  const rounds: Round[] = []
  try {
    for (let n = 0; n < ROUNDS; n++) {
      const copy = await bareCopy(engines.environment.TEST_DATABASE_URL ?? '', records)
      const bulk = await bareBulk(engines.environment.TEST_OPENSEARCH_URL ?? '', records)
      rounds.push({ ...(await pipeline(lines)), copy, bulk })
      print(`round ${n + 1}`, rounds.slice(-1))
    }
    print(`median of ${ROUNDS}`, rounds)
    console.log(`${count} records; load average ${loadavg()[0]?.toFixed(1)}`)
  } finally {
    await engines.stop()
  }
}

/** A fresh system each time, so that every record is a new paper. */
async function pipeline(lines: string[]): Promise<Measured> {
  const system = await startDistributed()
  try {
    const client = api(system)
    const before = await cpuSeconds(system.services)
    const started = performance.now()
    const fed = await client.feed(lines.join('\n'), '?filename=load.jsonl')
    const dump = await client.ended(fed.body.id, DONE_MS, LOOK_EVERY_MS)
    const seconds = (performance.now() - started) / 1_000
    if (dump.status !== 'done' || dump.counts.records !== lines.length) throw new Error(JSON.stringify(dump))
    const after = await cpuSeconds(system.services)
    const cpu = new Map([...after].map(([name, spent]) => [name, spent - (before.get(name) ?? 0)]))
    return { rate: lines.length / seconds, peaks: await peakMemory(system), cpu }
  } finally {
    await system.stop()
  }
}

async function peakMemory(system: System): Promise<Map<string, number>> {
  const peaks = [...system.services].map(
    async ([name, { pid }]) => [name, (await memoryOf(pid)).peakMb] as const,
  )
  return new Map(await Promise.all(peaks))
}

function print(title: string, rounds: Round[]): void {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  const rates = { ours: of((r) => r.rate), copy: of((r) => r.copy), bulk: of((r) => r.bulk) }
  const together = 1 / (1 / rates.copy + 1 / rates.bulk)
  console.log(title)
  console.log(`  whole pipeline           ${rates.ours.toFixed(0)} records/s`)
  console.log(
    `  bare COPY                ${rates.copy.toFixed(0)} records/s   ratio ${(rates.ours / rates.copy).toFixed(3)}`,
  )
  console.log(
    `  bare _bulk               ${rates.bulk.toFixed(0)} records/s   ratio ${(rates.ours / rates.bulk).toFixed(3)}`,
  )
  console.log(
    `  bare COPY, then _bulk    ${together.toFixed(0)} records/s   ratio ${(rates.ours / together).toFixed(3)}`,
  )
  const names = [...(rounds[0]?.peaks.keys() ?? [])]
  const peaks = names.map(
    (name) => `${name} ${Math.max(...rounds.map((round) => round.peaks.get(name) ?? 0))} MB`,
  )
  console.log(`  peak memory: ${peaks.join(', ')}`)
  const spent = [...(rounds[0]?.cpu.keys() ?? [])].map(
    (name) => `${name} ${of((round) => round.cpu.get(name) ?? 0).toFixed(1)} s`,
  )
  console.log(`  CPU: ${spent.join(', ')}`)
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

await main()
