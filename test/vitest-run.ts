import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Totals = { passed: number; failed: number; skipped: number }

const root = join(import.meta.dirname, '..')
const STOP_TIMEOUT_MS = 10_000

/** Runs vitest as a child, so that a crash of it is a failure here and not the end of this process. */
export async function runVitest(
  args: string[],
  environment: Record<string, string>,
  stopped: AbortSignal,
): Promise<Totals> {
  stopped.throwIfAborted()
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-tests-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const command = [vitest, 'run', '--root', root, '--passWithNoTests', ...reporters, ...args]
  try {
    const code = await exitCode(command, { TEST_RUN_ID: String(process.pid), ...environment }, stopped)
    const text = await readFile(report, 'utf8').catch(() => null)
    return totalsOf(text === null ? null : JSON.parse(text), code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function exitCode(
  command: string[],
  environment: Record<string, string>,
  stopped: AbortSignal,
): Promise<number> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    // A group of its own: services that tests start are ended with it.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      // Tests start hundreds of processes of the same code.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      ...(!process.stdout.isTTY && { NO_COLOR: '1', FORCE_COLOR: undefined }),
      ...environment,
    },
  })
  const { pid } = child
  const stop = (): void => {
    if (pid === undefined) return
    signalGroup(pid, 'SIGTERM')
    setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_TIMEOUT_MS).unref()
  }
  stopped.addEventListener('abort', stop)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => resolve(code ?? 1))
    })
  } finally {
    stopped.removeEventListener('abort', stop)
    if (pid !== undefined) signalGroup(pid, 'SIGKILL')
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // Nothing of the group is left.
  }
}

type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; message: string; assertionResults: { status: string }[] }[]
}

/** A file that failed without a failed test (it did not load, a hook threw) and an unhandled error count as one each. */
export function totalsOf(report: Report | null, code: number): Totals {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + brokenFiles.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
