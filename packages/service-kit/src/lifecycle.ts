import { EnvError } from './load-env.ts'
import { createLogger, type Log } from './logger.ts'

// Whoever asks us to stop waits for ten seconds.
const STOP_MS = 9_000
const START_GRACE_MS = 3_000

/** Puts on the stack what must be closed; `stopping` aborts when a stop is asked for during the start. */
export type Start = (stack: AsyncDisposableStack, stopping: AbortSignal) => Promise<void>

/** Resolves at the first SIGINT or SIGTERM. Later ones are ignored, so that stopping is not cut short. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(signal))
  })
}

/**
 * The whole life of a process: starts, waits for a stop signal, closes what is on the stack in reverse
 * order and exits 0; exits 1 when the start fails, when something is thrown that nobody catches, or when
 * closing takes longer than `stopMs` (nine seconds).
 */
export async function runService(
  name: string,
  start: Start,
  { stopMs = STOP_MS }: { stopMs?: number } = {},
): Promise<never> {
  const log = createLogger(name, 'info')
  const stack = new AsyncDisposableStack()
  const stopping = new AbortController()
  const stop = stopSignal()
  const crash = firstCrash()
  const started = start(stack, stopping.signal)
  let exitCode = 0
  try {
    const signal = await Promise.race([started.then(() => stop), stop, crash])
    log.info({ signal }, 'stopping')
  } catch (error) {
    report(error, log)
    exitCode = 1
  }
  setTimeout(() => {
    log.error({ ms: stopMs }, 'did not stop in time')
    process.exit(1)
  }, stopMs)
  stopping.abort()
  await settled(started, START_GRACE_MS)
  await stack.disposeAsync().catch((err: unknown) => {
    log.error({ err }, 'could not stop cleanly')
    exitCode = 1
  })
  return process.exit(exitCode)
}

function firstCrash(): Promise<never> {
  return new Promise((_, reject) => {
    process.on('uncaughtException', reject)
    process.on('unhandledRejection', reject)
  })
}

function report(error: unknown, log: Log): void {
  if (error instanceof EnvError) process.stderr.write(`${error.message}\n`)
  else log.error({ err: error }, 'failed')
}

async function settled(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, timeoutMs))
  await Promise.race([work.catch(() => {}), late])
}
