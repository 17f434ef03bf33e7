import { createHash } from 'node:crypto'
import { waitFor } from '@paperboy/testkit'
import { type Api, api } from '../e2e/api.ts'
import { aRecord, jsonLines } from '../e2e/records.ts'
import { type System, type SystemOptions, startDistributed } from '../e2e/system.ts'
import { type Ledger, ledger } from './ledger.ts'
import { openTruth, type Truth } from './truth.ts'

/** With what is added to it, a record takes so much room that some four hundred fill a chunk. */
const NOTES_BYTES = 10_000
const MOMENT_MS = 60_000

/** A distributed system, and what the fault tests do with it. */
export type Stack = {
  system: System
  client: Api
  db: Truth
  /** Feeds so many new records, that make about one chunk per 400; answers the dump's id. */
  feed(records: number): Promise<string>
  /** Waits until so many chunks of the dump are parsed. */
  parsed(dumpId: string, chunks: number): Promise<void>
  /** Waits until a chunk of the dump is at work in a parser. */
  parsing(dumpId: string): Promise<void>
  /** Kills the service with `signal` and starts it again, as an orchestrator does, when it has ended. */
  restart(name: string, signal?: NodeJS.Signals): Promise<number | null>
  ledger(): Promise<Ledger>
  stop(): Promise<void>
}

export async function startStack(options: SystemOptions = {}): Promise<Stack> {
  const system = await startDistributed(options)
  const db = openTruth(system.databaseUrl ?? '')
  const client = api(system)
  let fed = 0
  return {
    system,
    client,
    db,
    async feed(records) {
      const { body } = await client.feed(jsonLines(bulkyRecords(records, fed)))
      fed += records
      return body.id
    },
    parsed: (dumpId, chunks) =>
      moment(`${chunks} chunks to be parsed`, async () => (await countChunks(db, dumpId)).done >= chunks),
    parsing: (dumpId) => moment('a chunk at work', async () => (await countChunks(db, dumpId)).leased > 0),
    restart: (name, signal = 'SIGKILL') => restart(system, name, signal),
    ledger: () => ledger(system, fed),
    async stop() {
      await db[Symbol.asyncDispose]()
      await system.stop()
    },
  }
}

async function moment(describe: string, now: () => Promise<boolean>): Promise<void> {
  await waitFor(now, { timeoutMs: MOMENT_MS, everyMs: 10, describe })
}

async function countChunks(db: Truth, dumpId: string): Promise<{ done: number; leased: number }> {
  const [row] = await db.rows<{ done: number; leased: number }>(
    `select count(*) filter (where done) as done, count(*) filter (where lease_until > now()) as leased
     from chunks where dump_id = $1`,
    [dumpId],
  )
  return row ?? { done: 0, leased: 0 }
}

async function restart(system: System, name: string, signal: NodeJS.Signals): Promise<number | null> {
  const service = system.services.get(name)
  service?.kill(signal)
  const code = (await service?.ended) ?? null
  system.start(name)
  return code
}

/** Records that nothing compresses much, so that a few thousand of them are many chunks. */
function bulkyRecords(count: number, from: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = createHash('sha512')
      .update(String(from + index))
      .digest('base64')
    return { ...aRecord(from + index), notes: seed.repeat(Math.ceil(NOTES_BYTES / seed.length)) }
  })
}
