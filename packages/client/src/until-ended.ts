import { ApiError } from './api-error.ts'
import { delay } from './delay.ts'
import type { CallOptions, Dump } from './models.ts'

const FIRST_LOOK_MS = 100
const LOOK_EVERY_MS = 1_000
const SLOWER_BY = 1.5
const AWAY_MS = 60_000

export type Waiting = CallOptions & {
  /** Called whenever the dump was looked at. */
  onChange?: (dump: Dump) => void
  /** How long the gateway may be away before waiting is given up. */
  awayMs?: number
}

/** Looks at a dump until it is done or failed. A gateway that restarts meanwhile is waited for. */
export async function untilEnded(
  get: () => Promise<Dump>,
  { onChange, signal, awayMs = AWAY_MS }: Waiting = {},
): Promise<Dump> {
  let everyMs = FIRST_LOOK_MS
  let lastSeen = Date.now()
  for (;;) {
    try {
      const dump = await get()
      lastSeen = Date.now()
      onChange?.(dump)
      if (dump.status === 'done' || dump.status === 'failed') return dump
    } catch (error) {
      if (!isPassing(error) || Date.now() - lastSeen > awayMs) throw error
    }
    await delay(everyMs, signal)
    everyMs = Math.min(everyMs * SLOWER_BY, LOOK_EVERY_MS)
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'UNREACHABLE' || [429, 503].includes(error.status ?? 0))
}
