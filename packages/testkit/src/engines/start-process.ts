import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from '../wait-for.ts'

const STOP_TIMEOUT_MS = 10_000
const LOG_LINES = 20

type Start = {
  command: string
  args: string[]
  /** Holds the log; removed, with all else in it, when the process was stopped. */
  folder: string
  env?: Record<string, string>
  stopSignal?: NodeJS.Signals
  ready: () => Promise<unknown>
  readyTimeoutMs: number
}

export type Started = { pid: number; stop: () => Promise<void> }

/**
 * Starts a server in a process group of its own, so that a Ctrl-C on the terminal reaches only the
 * runner, which stops it in order. Should the runner be killed, a guard stops it.
 */
export async function startProcess(start: Start): Promise<Started> {
  const logFile = join(start.folder, 'engine.log')
  const log = openSync(logFile, 'a')
  const child = spawn(start.command, start.args, {
    cwd: start.folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...start.env },
  })
  closeSync(log)
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? code}`))
  })
  if (child.pid === undefined) throw new Error(`${start.command} did not start: ${await gone}`)
  const guard = startGuard(child.pid, start.folder)
  const stop = once(async () => {
    guard.kill('SIGKILL')
    await end(child, start.stopSignal ?? 'SIGTERM', gone)
    await rm(start.folder, { recursive: true, force: true })
  })
  let ended: string | undefined
  void gone.then((how) => {
    ended = how
  })
  const answersOrEnded = async (): Promise<true> => {
    if (ended === undefined) await start.ready()
    return true
  }
  try {
    await waitFor(answersOrEnded, { timeoutMs: start.readyTimeoutMs, everyMs: 100, describe: 'an answer' })
    if (ended !== undefined) throw new Error(`${start.command} ${ended}`)
  } catch (error) {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-LOG_LINES).join('\n')
    await stop()
    throw new Error(`${(error as Error).message}\n${lines}`, { cause: error })
  }
  child.unref()
  return { pid: child.pid, stop }
}

/** Waits on a pipe that only the death of this process closes, then ends the group and its folder. */
function startGuard(pid: number, folder: string): ChildProcess {
  const script = 'read -r _; kill -INT "$1"; sleep 3; kill -KILL -"$1"; rm -rf "$2"'
  const guard = spawn('/bin/sh', ['-c', script, 'guard', String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.on('error', () => {})
  guard.unref()
  // An open pipe would keep this process from ending by itself.
  ;(guard.stdin as { unref?: () => void } | null)?.unref?.()
  return guard
}

async function end(child: ChildProcess, signal: NodeJS.Signals, gone: Promise<string>): Promise<void> {
  child.ref()
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  const stopped = await Promise.race([gone, sleep(STOP_TIMEOUT_MS, null, { ref: false })])
  if (stopped !== null) return
  child.kill('SIGKILL')
  await gone
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
