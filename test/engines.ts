import { type Engine, findChromium, startOpenSearch, startPostgres, startRedis } from '@paperboy/testkit'

const engines = {
  postgres: { start: startPostgres, variable: 'TEST_DATABASE_URL' },
  redis: { start: startRedis, variable: 'TEST_REDIS_URL' },
  opensearch: { start: startOpenSearch, variable: 'TEST_OPENSEARCH_URL' },
  chromium: { start: findChromium, variable: 'CHROMIUM_PATH' },
}

export type Engines = { environment: Record<string, string>; stop: () => Promise<void> }

/** Starts every engine at the same time; when one cannot be had, stops the others and throws. */
export async function startEngines(stopped: AbortSignal): Promise<Engines> {
  const started: Engine[] = []
  const environment: Record<string, string> = {}
  const stop = async (): Promise<void> => {
    await Promise.allSettled(started.map((engine) => engine.stop()))
  }
  const results = await Promise.allSettled(
    Object.entries(engines).map(async ([name, { start, variable }]) => {
      const begin = performance.now()
      const engine = await start(console.log)
      started.push(engine)
      environment[variable] = engine.url
      const seconds = ((performance.now() - begin) / 1000).toFixed(1)
      console.log(`${name.padEnd(10)} ${engine.how}, up in ${seconds} s`)
    }),
  )
  const faults = results.filter((result) => result.status === 'rejected').map(({ reason }) => String(reason))
  if (stopped.aborted) faults.push(String(stopped.reason))
  if (faults.length === 0) return { environment, stop }
  await stop()
  throw new Error(faults.join('\n'))
}
