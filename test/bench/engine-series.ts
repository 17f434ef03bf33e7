import { Agent } from 'node:http'
import { waitFor } from '@paperboy/testkit'
import { freePort } from '../e2e/free-port.ts'
import { startService } from '../e2e/service-process.ts'
import type { System } from '../e2e/system.ts'
import { type Step, startRecordingProxy } from './recording-proxy.ts'
import { succeed, type Task } from './requests.ts'

const START_MS = 60_000

/** What the gateway asks the engine for one search. */
export type Series = Step[]

/**
 * What the gateway asks OpenSearch for these searches: a second gateway behind a proxy is asked them, one after the
 * other, after others to warm up.
 */
export async function recordSeries(
  system: System,
  { warmUp, paths }: { warmUp: string[]; paths: string[] },
): Promise<Series[]> {
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
  const ask = async (path: string) => {
    proxy.taken()
    await succeed(agent, { method: 'GET', url: url + path })
    return proxy.taken()
  }
  try {
    await waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
      timeoutMs: START_MS,
      describe: 'the second gateway',
    })
    for (const path of warmUp) await ask(path)
    const series: Series[] = []
    for (const path of paths) series.push(await ask(path))
    return series
  } finally {
    agent.destroy()
    await gateway.stop()
    await proxy.stop()
  }
}

/** Asks the same again: each question when those are answered that had been when the gateway asked it. */
export function replay(series: Series): Task {
  return async (agent) => {
    const asked = new Map<Step, Promise<unknown>>()
    for (const step of series) {
      const before = Promise.all(step.after.map((earlier) => asked.get(earlier)))
      asked.set(
        step,
        before.then(() => succeed(agent, step.call)),
      )
    }
    await Promise.all(asked.values())
  }
}
