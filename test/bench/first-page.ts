import { Agent } from 'node:http'
import { setInterval as every } from 'node:timers/promises'
import { api } from '../e2e/api.ts'
import type { System } from '../e2e/system.ts'
import { percentiles, succeed } from './requests.ts'

const PER_SECOND = 20
const SECONDS = 20
const INGEST_MS = 600_000

type Timed = { p50: number; p95: number; p99: number; requests: number }

/** Time to the first byte of `/`, asked 20 times a second whether the one before was answered or not. */
export async function firstPageQuiet({ url }: System): Promise<Timed> {
  return askSteadily(url, AbortSignal.timeout(SECONDS * 1_000))
}

/** The same while papers are taken in that are new, so that the page changes all the time. */
export async function firstPageWhileIngesting(system: System, lines: string[]): Promise<Timed> {
  const client = api(system)
  const done = new AbortController()
  const asking = askSteadily(system.url, done.signal)
  try {
    const fed = await client.feed(lines.join('\n'), '?filename=more.jsonl')
    const dump = await client.ended(fed.body.id, INGEST_MS, 1_000)
    if (dump.status !== 'done') throw new Error(JSON.stringify(dump))
  } finally {
    done.abort()
  }
  return asking
}

async function askSteadily(url: string, until: AbortSignal): Promise<Timed> {
  const agent = new Agent({ keepAlive: true })
  const asked: Promise<number>[] = []
  const ask = async () => (await succeed(agent, { method: 'GET', url: `${url}/` })).firstByteMs
  for await (const _ of every(1_000 / PER_SECOND)) {
    if (until.aborted) break
    const answer = ask()
    // All are awaited below: a failure meanwhile is not left unheard.
    answer.catch(() => undefined)
    asked.push(answer)
  }
  const times = await Promise.all(asked)
  agent.destroy()
  return { ...percentiles(times), requests: times.length }
}
