import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '@paperboy/service-kit'

export type Sweeper = {
  /** Aborts the run at work, waits for it, and starts no more. */
  stop(): Promise<void>
}

type Options = {
  everyMs: number
  /** Finds outstanding work in Postgres and announces it again. */
  run: (signal: AbortSignal) => Promise<void>
  log: Log
  /** Sweep at once, not first after `everyMs`. */
  runOnStart?: boolean
  random?: () => number
}

/**
 * Calls `run` again and again, never two at once. The pause varies by a fifth, so that replicas which
 * started together do not sweep together. A run that fails is logged and the next one comes as usual.
 */
export function startSweeper({
  everyMs,
  run,
  log,
  runOnStart = false,
  random = Math.random,
}: Options): Sweeper {
  const stopping = new AbortController()
  const { signal } = stopping
  async function loop(): Promise<void> {
    for (let first = true; !signal.aborted; first = false) {
      const pauseMs = first && runOnStart ? 0 : everyMs * (0.9 + 0.2 * random())
      await wait(pauseMs, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      await run(signal).catch((err: unknown) => {
        if (!signal.aborted) log.warn({ err }, 'sweep failed')
      })
    }
  }
  const ended = loop()
  return {
    stop() {
      stopping.abort()
      return ended
    },
  }
}
