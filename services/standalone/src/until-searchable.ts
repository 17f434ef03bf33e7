import { setTimeout as delay } from 'node:timers/promises'
import { type Database, dumpsRead } from '@paperboy/database'

const LOOK_AGAIN_MS = 100

/** Resolves when the dumps have ended, or when the process is asked to stop. */
export async function untilSearchable(db: Database, dumpIds: string[], stopping: AbortSignal): Promise<void> {
  const dumps = dumpsRead(db)
  for (const id of dumpIds) {
    while (!stopping.aborted) {
      const dump = await dumps.get(id)
      if (!dump || dump.status === 'done' || dump.status === 'failed') break
      await delay(LOOK_AGAIN_MS, undefined, { signal: stopping }).catch(() => {})
    }
  }
}

/** Resolves when `/readyz` is 200. */
export async function untilReady(url: string, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const response = await fetch(`${url}/readyz`, { signal: stopping }).catch(() => null)
    await response?.body?.cancel()
    if (response?.ok) return
    await delay(LOOK_AGAIN_MS, undefined, { signal: stopping }).catch(() => {})
  }
}
