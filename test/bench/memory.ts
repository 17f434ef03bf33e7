import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { waitFor } from '@paperboy/testkit'
import pg from 'pg'
import { api } from '../e2e/api.ts'
import { type System, startDistributed } from '../e2e/system.ts'
import { startEngines } from '../engines.ts'
import { largeDump, type Packing } from './large-dump.ts'
import { memoryOf } from './process-costs.ts'

const LIMIT_MB = 300
const LOOK_EVERY_MS = 200
const TELL_EVERY_MS = 15_000
const DONE_MS = 3_600_000
const PACKINGS: Packing[] = ['plain', 'gzip', 'zstd']

/**
 * npm run bench:memory [bytes] [plain|gzip|zstd …] – a dump of 2 GB and more through upload and split, and what the
 * gateway and the fetcher take at most. In the parser's place chunks are only struck off: this is not about it.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true })
  const bytes = Number(positionals[0] ?? 2_100_000_000)
  const asked = PACKINGS.filter((packing) => positionals.includes(packing))
  const engines = await startEngines(new AbortController().signal)
  Object.assign(process.env, engines.environment)
  let worst = 0
  try {
    for (const packing of asked.length > 0 ? asked : PACKINGS)
      worst = Math.max(worst, await measure(bytes, packing))
  } finally {
    await engines.stop()
  }
  console.log(`highest peak ${worst} MB, limit ${LIMIT_MB} MB`)
  if (worst >= LIMIT_MB) process.exitCode = 1
}

/** Peak of the hungrier one of the two, in MB; each packing gets processes of its own. */
async function measure(bytes: number, packing: Packing): Promise<number> {
  const system = await startDistributed({ services: ['fetcher', 'gateway'] })
  const parser = strikeOffChunks(system.databaseUrl ?? '')
  try {
    const dump = await largeDump(bytes, packing)
    const sent = performance.now()
    const watch = watchMemory(system)
    const id = await upload(system, dump.stream, packing)
    console.log(`${packing}: ${dump.made()} bytes uploaded in ${seconds(sent)} s   ${watch.line()}`)
    const split = performance.now()
    await untilSplit(system, id)
    console.log(`${packing}: split in ${seconds(split)} s   ${watch.line()}`)
    return await watch.stop()
  } finally {
    await parser.stop()
    await system.stop()
  }
}

async function upload(system: System, body: Readable, packing: Packing): Promise<string> {
  const response = await fetch(
    `${system.url}/v1/dumps?filename=large.jsonl${packing === 'plain' ? '' : `.${packing}`}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${system.operatorKey}` },
      body,
      duplex: 'half',
    } as RequestInit,
  )
  const answer = (await response.json()) as { id: string }
  if (response.status !== 202) throw new Error(JSON.stringify(answer))
  return answer.id
}

const untilSplit = (system: System, id: string) =>
  waitFor(
    async () => {
      const dump = await api(system).dump(id)
      if (dump.status === 'failed') throw new Error(JSON.stringify(dump))
      return dump.status === 'processing' || dump.status === 'done' ? dump : null
    },
    { timeoutMs: DONE_MS, everyMs: LOOK_EVERY_MS, describe: 'the dump to be split' },
  )

/** Samples since the last line, so that growth over time shows. */
function watchMemory(system: System) {
  const highest = new Map<string, number>()
  const look = async () => {
    for (const [name, { pid }] of system.services)
      highest.set(name, Math.max(highest.get(name) ?? 0, (await memoryOf(pid)).nowMb))
  }
  const line = () => [...highest].map(([name, mb]) => `${name} ${mb} MB`).join(', ')
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  const tell = setInterval(() => {
    console.log(`  ${line()}`)
    highest.clear()
  }, TELL_EVERY_MS)
  return {
    line,
    /** The peak of the hungriest process as the kernel counted it. */
    async stop(): Promise<number> {
      clearInterval(timer)
      clearInterval(tell)
      const peaks = [...system.services].map(async ([name, { pid }]) => ({ name, ...(await memoryOf(pid)) }))
      const read = await Promise.all(peaks)
      console.log(`  peaks: ${read.map(({ name, peakMb }) => `${name} ${peakMb} MB`).join(', ')}`)
      return Math.max(...read.map(({ peakMb }) => peakMb))
    },
  }
}

/** Does to the chunks what a parser would that finds nothing in them. */
function strikeOffChunks(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const work = async () => {
    while (!pool.ending) {
      await pool.query('update chunks set done = true, payload = null where not done')
      await delay(LOOK_EVERY_MS)
    }
  }
  const working = work()
  return {
    async stop() {
      const ended = pool.end()
      await working.catch(() => {})
      await ended
    },
  }
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0)

await main()
