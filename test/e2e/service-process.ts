import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..', '..')

/** Of this process's environment only what a program needs to run at all: no test setting leaks in. */
const BASE = Object.fromEntries(
  ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_COMPILE_CACHE'].flatMap((name) =>
    process.env[name] ? [[name, process.env[name]]] : [],
  ),
)

export type ServiceProcess = {
  pid: number
  /** Lines of standard output so far. */
  lines: string[]
  ended: Promise<number | null>
  kill(signal: NodeJS.Signals): void
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<number | null>
}

/**
 * Starts a service as on a cluster: a process of its own, and with `ownGroup` a process group. Its log is
 * appended to `logFile`.
 */
export function startService(
  name: string,
  env: Record<string, string>,
  { logFile, ownGroup = false }: { logFile: string; ownGroup?: boolean },
): ServiceProcess {
  const child: ChildProcess = spawn(process.execPath, [join('services', name, 'src', 'main.ts')], {
    cwd: ROOT,
    env: { ...BASE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
  })
  const lines: string[] = []
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  child.stderr?.pipe(createWriteStream(logFile, { flags: 'a' }))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return {
    pid: child.pid ?? 0,
    lines,
    ended,
    kill: (signal) => void child.kill(signal),
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
