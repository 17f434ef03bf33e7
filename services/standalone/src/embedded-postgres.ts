import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, openSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { isAlive } from './data-folder-lock.ts'
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts'
import { giveToUnprivileged, unprivileged } from './unprivileged.ts'

const START_TIMEOUT_MS = 60_000
const FAST_STOP_MS = 5_000
const POLL_MS = 50

export type EmbeddedPostgres = { url: string; stop: () => Promise<void> }

/**
 * A PostgreSQL in `dataDir/postgres`, on a free port of the loopback address, with a password kept
 * in the data folder. It runs in a process group of its own, so that a Ctrl-C meant for Paperboy
 * does not take the database away from work that is being finished.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const binaries = await postgresBinaries()
  const folder = join(dataDir, 'postgres')
  const password = await passwordOf(dataDir)
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(binaries, dataDir, folder, password)
  await stopLeftOver(folder)
  const port = await freePort()
  const server = launch(binaries, dataDir, folder, port)
  const url = `postgres://paperboy:${password}@127.0.0.1:${port}/postgres`
  await waitUntilReady(server, url, join(dataDir, 'postgres.log'))
  return { url, stop: () => stopServer(server) }
}

async function passwordOf(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres-password')
  if (!existsSync(path)) await writeFile(path, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return (await readFile(path, 'utf8')).trim()
}

/** Made in a folder of its own and renamed, so that a killed first start leaves no half database. */
async function initialise(bin: PostgresBinaries, dataDir: string, folder: string, password: string) {
  const fresh = join(dataDir, 'postgres.new')
  await rm(fresh, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  const passwordFile = join(dataDir, 'postgres-password.init')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await giveToUnprivileged(fresh)
  const args = ['-D', fresh, '-U', 'paperboy', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8']
  const locale = ['--locale-provider=builtin', '--locale=C.UTF-8']
  const { command, args: all, options } = unprivileged(bin.initdb, [...args, ...locale], { stdio: 'pipe' })
  const child = spawn(command, all, options)
  let output = ''
  child.stdout?.on('data', (data) => (output += data))
  child.stderr?.on('data', (data) => (output += data))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  await rm(passwordFile, { force: true })
  if (code !== 0) throw new Error(`initdb failed for ${fresh}:\n${output}`)
  await rename(fresh, folder)
}

/** A server that a killed run left behind still holds the folder: end it the quick, safe way. */
async function stopLeftOver(folder: string): Promise<void> {
  const path = join(folder, 'postmaster.pid')
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0])
  if (!(pid > 0) || !(await isAlive(pid))) return
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
  if (!command.includes('postgres')) return
  for (const [signal, timeoutMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', FAST_STOP_MS],
  ] as const) {
    process.kill(pid, signal)
    const deadline = Date.now() + timeoutMs
    while (Date.now() < deadline) {
      if (!(await isAlive(pid))) return
      await delay(POLL_MS)
    }
  }
  throw new Error(`A PostgreSQL of an earlier run (process ${pid}) does not stop. Stop it and start again.`)
}

function launch(bin: PostgresBinaries, dataDir: string, folder: string, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    wal_compression: 'pglz',
    checkpoint_completion_target: '0.9',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const logFile = openSync(join(dataDir, 'postgres.log'), 'a', 0o600)
  const start = unprivileged(bin.postgres, ['-D', folder, ...args], {
    stdio: ['ignore', logFile, logFile],
    detached: true,
  })
  return spawn(start.command, start.args, start.options)
}

async function waitUntilReady(server: ChildProcess, url: string, logFile: string): Promise<void> {
  let failure: Error | null = null
  server.once('error', (error) => (failure = error))
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    if (failure || server.exitCode !== null || Date.now() > deadline) {
      server.kill('SIGQUIT')
      throw new Error(`PostgreSQL did not start; its log is ${logFile}`, { cause: failure })
    }
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await client.end().catch(() => {})
      await delay(POLL_MS)
    }
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  server.kill('SIGINT')
  const harder = setTimeout(() => server.kill('SIGQUIT'), FAST_STOP_MS)
  await ended
  clearTimeout(harder)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
