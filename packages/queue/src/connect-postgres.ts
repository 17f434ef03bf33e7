import {
  assertSchemaCompatibility,
  createPostgresBackend,
  type Processor,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq'
import pg from 'pg'
import type { BullQueue, BullWorker, Connector, WorkerSettings } from './connector.ts'

// BullMQ takes this schema for granted when it is given a pool.
const SCHEMA = 'bullmq'
const PRODUCER_CONNECTIONS = 4
// One of them is taken by LISTEN for as long as the worker lives.
const WORKER_CONNECTIONS = 4

type Deps = { migrate: boolean; onError: (queue: string) => (error: Error) => void }

/** BullMQ in the schema `bullmq` of a Postgres database. */
export function connectPostgres(url: string, deps: Deps): Connector {
  const pool = createPool(url, PRODUCER_CONNECTIONS, deps)
  const queues = new Map<string, Promise<BullQueue>>()
  let migrated: Promise<void> | undefined

  function ready(): Promise<void> {
    migrated ??= prepare(pool, deps).catch((error) => {
      migrated = undefined
      throw error
    })
    return migrated
  }

  return {
    async queue(name) {
      await ready()
      const queue = queues.get(name) ?? createQueue(name, pool, deps)
      queues.set(name, queue)
      // BullMQ remembers a failed start for ever, so a queue that did not start is thrown away.
      return queue.catch((error) => {
        if (queues.get(name) === queue) queues.delete(name)
        throw error
      })
    },
    async worker(name, process, settings) {
      await ready()
      return createWorker(name, process, { settings, deps, pool: createPool(url, WORKER_CONNECTIONS, deps) })
    },
    async ping() {
      await ready()
      await pool.query('select 1')
    },
    async close() {
      await Promise.allSettled([...queues.values()].map(async (queue) => (await queue).close()))
      await pool.end()
    },
  }
}

function createPool(url: string, max: number, deps: Deps): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: `-c search_path=${SCHEMA}`,
    application_name: 'paperboy-queue',
    connectionTimeoutMillis: 2_000,
    query_timeout: 15_000,
    // Lets a worker find out that its LISTEN connection is dead.
    keepAlive: true,
    allowExitOnIdle: true,
  })
  pool.on('error', deps.onError('postgres'))
  // Each queue on the pool adds a listener of its own.
  pool.setMaxListeners(0)
  return pool
}

async function prepare(pool: pg.Pool, deps: Deps): Promise<void> {
  const client = await pool.connect()
  try {
    if (deps.migrate) await runMigrations(client, SCHEMA)
    else await assertSchemaCompatibility(client, SCHEMA)
  } finally {
    client.release()
  }
}

// BullMQ declares its own narrower pool, to which pg's typings do not fit although pg's pool does.
function bullConnection(pool: pg.Pool) {
  return pool as unknown as Parameters<typeof createPostgresBackend>[1]['connection']
}

async function createQueue(name: string, pool: pg.Pool, deps: Deps): Promise<BullQueue> {
  const queue = new Queue(
    name,
    { connection: bullConnection(pool), skipMetasUpdate: true },
    createPostgresBackend,
  )
  queue.on('error', deps.onError(name))
  await queue.waitUntilReady()
  // The class is the same; BullMQ's types differ by backend where we never look.
  return queue as unknown as BullQueue
}

async function createWorker(
  name: string,
  process: Processor,
  { settings, deps, pool }: { settings: WorkerSettings; deps: Deps; pool: pg.Pool },
) {
  const worker = new Worker(
    name,
    process,
    { ...settings, connection: bullConnection(pool) },
    createPostgresBackend,
  )
  worker.on('error', deps.onError(name))
  try {
    await worker.waitUntilReady()
  } catch (error) {
    await worker.close(true)
    await pool.end()
    throw error
  }
  return { worker: worker as unknown as BullWorker, release: () => pool.end() }
}
