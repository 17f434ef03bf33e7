import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, api } from '../e2e/api.ts'
import { hundredPapers, jsonLines } from '../e2e/records.ts'
import { type System, startEmbedded } from '../e2e/system.ts'
import { ledger, noFaults } from './ledger.ts'
import { openTruth } from './truth.ts'

const RECORDS = 4_000
const STOP_MS = 10_000
const UP_AGAIN_MS = 30_000

let system: System
let client: Api
beforeAll(async () => {
  system = await startEmbedded({ ownGroup: true })
  client = api(system)
})
afterAll(() => system?.stop())

const running = () => system.services.get('standalone')!
const dataDir = () => join(system.folder, 'data')

async function postmaster(): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(join(dataDir(), 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port] = text.split('\n')
  return pid ? { pid: Number(pid), port: Number(port) } : null
}

/** A process that has ended may be listed until whoever inherited it has noted so: that one does not live. */
function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^\d+ \(.*\) [ZX]/s.test(stat)
  } catch {
    return false
  }
}

/** Until it says that it is ready. */
async function start(): Promise<void> {
  const service = system.start('standalone')
  await waitFor(() => service.lines.includes(`paperboy ready ${system.url}`), {
    timeoutMs: UP_AGAIN_MS,
    describe: 'the second start',
  })
}

async function databaseUrl(): Promise<string> {
  const password = (await readFile(join(dataDir(), 'postgres-password'), 'utf8')).trim()
  return `postgres://paperboy:${password}@127.0.0.1:${(await postmaster())?.port}/postgres`
}

async function parsedChunks(): Promise<number> {
  await using truth = openTruth(await databaseUrl())
  const [row] = await truth.rows<{ n: number }>('select count(*) as n from chunks where done')
  return row?.n ?? 0
}

test('killed in mid-ingest: the next start takes its data folder over and completes the dump', async () => {
  const { body } = await client.feed(jsonLines(hundredPapers(RECORDS / 100)))
  await waitFor(async () => (await parsedChunks()) > 0, {
    timeoutMs: 30_000,
    everyMs: 20,
    describe: 'a chunk',
  })
  const leftOver = (await postmaster())?.pid ?? 0
  running().kill('SIGKILL')
  await running().ended
  expect(lives(leftOver)).toBe(true)

  await start()
  expect(lives(leftOver)).toBe(false)
  const counts = { records: RECORDS, created: RECORDS, rejected: 0, indexed: RECORDS }
  expect(await client.ended(body.id)).toMatchObject({ status: 'done', counts })
  expect((await client.papers('limit=1')).total).toBe(RECORDS)
  const addresses = { databaseUrl: await databaseUrl(), searchUrl: `sqlite:${join(dataDir(), 'search')}` }
  expect(await ledger(addresses, RECORDS)).toMatchObject({ ...noFaults, papers: RECORDS })
})

test('all connections to its Postgres cut, again and again: it lives on and completes the dump', async () => {
  const { body } = await client.feed(jsonLines(hundredPapers(20, 10_000)))
  await using truth = openTruth(await databaseUrl())
  for (let cuts = 0; cuts < 4; cuts++) {
    await truth.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where backend_type = 'client backend' and application_name <> 'test'`,
    )
    await delay(400)
  }
  const counts = { records: 2_000, created: 2_000, rejected: 0, indexed: 2_000 }
  expect(await client.ended(body.id)).toMatchObject({ status: 'done', counts })
  expect(lives(running().pid)).toBe(true)
})

const stops: { how: string; from: number; stop: () => Promise<unknown> }[] = [
  {
    how: 'SIGINT twice',
    from: 20_000,
    async stop() {
      running().kill('SIGINT')
      await delay(100)
      running().kill('SIGINT')
    },
  },
  {
    how: 'SIGTERM to its process group',
    from: 30_000,
    stop: async () => process.kill(-running().pid, 'SIGTERM'),
  },
]

test.each(stops)('$how in mid-ingest ends it and its Postgres in time', async ({ from, stop }) => {
  const { body } = await client.feed(jsonLines(hundredPapers(20, from)))
  const postgres = (await postmaster())?.pid ?? 0
  const asked = performance.now()
  await stop()
  expect(await running().ended, await readFile(system.logFile, 'utf8')).toBe(0)
  expect(performance.now() - asked).toBeLessThan(STOP_MS)
  expect(lives(postgres)).toBe(false)
  expect(await postmaster()).toBeNull()
  await start()
  expect((await client.ended(body.id)).status).toBe('done')
})
