import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@paperboy/database'
import { createTestDatabase, waitFor } from '@paperboy/testkit'
import { freePort } from './free-port.ts'
import { claimRedisDatabase } from './redis-database.ts'
import { type ServiceProcess, startService } from './service-process.ts'

const START_MS = 90_000
const ROOT = join(import.meta.dirname, '..', '..')

/** A running Paperboy and how to reach it. */
export type System = {
  url: string
  operatorKey: string
  folder: string
  logFile: string
  databaseUrl: string | null
  queueUrl: string | null
  searchUrl: string | null
  /** The processes by service; one called `standalone` on the embedded stack. */
  services: Map<string, ServiceProcess>
  /** Starts a service (again) in place of the one of that name. */
  start(name: string): ServiceProcess
  stop(): Promise<void>
}

export type SystemOptions = {
  seeds?: boolean
  env?: Record<string, string>
  /** Which services of the distributed stack to start; all that ingesting needs if not said. */
  services?: string[]
  /** What the services of the distributed stack take for OpenSearch: a proxy in front of it, for one. */
  searchOrigin?: string
  /** Makes the embedded stack a process group of its own, as a shell does. */
  ownGroup?: boolean
}

/** `npm start` without its install: all in one process, on what is embedded. */
export async function startEmbedded(options: SystemOptions = {}): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-embedded-'))
  const dataDir = join(folder, 'data')
  const env = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    INGEST_SEEDS: String(options.seeds ?? false),
    ...options.env,
  }
  const logFile = join(folder, 'log')
  const services = new Map<string, ServiceProcess>()
  const start = (name: string) => {
    const service = startService(name, env, { logFile, ownGroup: options.ownGroup ?? false })
    services.set(name, service)
    return service
  }
  const service = start('standalone')
  const url = `http://127.0.0.1:${env.PORT}`
  await untilUp(service, logFile, () => service.lines.includes(`paperboy ready ${url}`))
  return {
    url,
    operatorKey: (await readFile(join(dataDir, 'operator-key'), 'utf8')).trim(),
    folder,
    logFile,
    databaseUrl: null,
    queueUrl: null,
    searchUrl: null,
    services,
    start,
    stop: () => stopAll(services, folder),
  }
}

/** Each service a process of its own, on Redis, Postgres and OpenSearch. */
export async function startDistributed(options: SystemOptions = {}): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-distributed-'))
  const database = await createTestDatabase(engine('TEST_DATABASE_URL'), migrate)
  const prefix = `e2e-${randomBytes(4).toString('hex')}`
  const searchUrl = `${engine('TEST_OPENSEARCH_URL').replace(/\/$/, '')}/${prefix}`
  const redis = await claimRedisDatabase(engine('TEST_REDIS_URL'), engine('TEST_DATABASE_URL'))
  const operatorKey = 'an-operator-key-for-tests'
  const port = await freePort()
  const logFile = join(folder, 'log')
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    QUEUE_URL: redis.url,
    SEARCH_URL: options.searchOrigin ? `${options.searchOrigin}/${prefix}` : searchUrl,
    OPERATOR_KEY: operatorKey,
    INBOX_DIR: join(folder, 'inbox'),
    SEEDS_DIR: join(ROOT, 'seeds'),
    INGEST_SEEDS: String(options.seeds ?? false),
    PORT: String(port),
    HEALTH_PORT: '0',
    ...options.env,
  }
  const services = new Map<string, ServiceProcess>()
  const start = (name: string) => {
    const service = startService(name.replace(/-\d+$/, ''), env, { logFile })
    services.set(name, service)
    return service
  }
  for (const name of options.services ?? ['indexer', 'parser', 'fetcher', 'gateway']) start(name)
  const url = `http://127.0.0.1:${port}`
  const up = async () => (await fetch(`${url}/readyz`)).ok
  for (const service of services.values()) await untilUp(service, logFile, up)
  return {
    url,
    operatorKey,
    folder,
    logFile,
    databaseUrl: database.url,
    queueUrl: env.QUEUE_URL,
    searchUrl,
    services,
    start,
    async stop() {
      await stopAll(services, folder)
      await Promise.all([database.drop(), redis.release()])
    },
  }
}

async function untilUp(
  service: ServiceProcess,
  logFile: string,
  up: () => boolean | Promise<boolean>,
): Promise<void> {
  let code: number | null | undefined
  void service.ended.then((exit) => {
    code = exit
  })
  await waitFor(async () => code !== undefined || (await up()), {
    timeoutMs: START_MS,
    describe: 'the system to start',
  })
  if (code !== undefined) throw new Error(`A service ended with ${code}:\n${await readFile(logFile, 'utf8')}`)
}

async function stopAll(services: Map<string, ServiceProcess>, folder: string): Promise<void> {
  await Promise.all([...services.values()].map((service) => service.stop()))
  await rm(folder, { recursive: true, force: true })
}

/** Address of an engine that the runner of the tests has started. */
export function engine(variable: string): string {
  const url = process.env[variable]
  if (!url) throw new Error(`${variable} is missing. Run the tests by "npm test", which starts the engines.`)
  return url
}
