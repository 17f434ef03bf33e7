import type { ActLog, Minutes } from '@paperboy/database'
import { startSweeper } from '@paperboy/queue'
import type { Log } from '@paperboy/service-kit'
import type { SearchTimes } from './search-times.ts'

const MINUTE_MS = 60_000

type Deps = {
  minutes: Pick<Minutes, 'addSearches' | 'noteIndex' | 'forget'>
  actLog: Pick<ActLog, 'forget'>
  times: Pick<SearchTimes, 'take' | 'putBack'>
  log: Log
  now?: () => Date
}

/** Writes what was observed once a minute, and at the end; sweeps what is old. */
export function startMinuteWriter({
  minutes,
  actLog,
  times,
  log,
  now = () => new Date(),
}: Deps): AsyncDisposable {
  const write = async () => {
    // Most of what is written now was observed before this minute began.
    const minute = startOfMinute(now().getTime() - MINUTE_MS / 2)
    const taken = times.take()
    try {
      await minutes.addSearches(minute, taken)
    } catch (error) {
      times.putBack(taken)
      throw error
    }
    await minutes.noteIndex(startOfMinute(now().getTime()))
    await minutes.forget()
    await actLog.forget()
  }
  const sweeper = startSweeper({ everyMs: MINUTE_MS, runOnStart: false, log, run: write })
  return {
    async [Symbol.asyncDispose]() {
      await sweeper.stop()
      await write().catch((err: unknown) => log.warn({ err }, 'the last minute was not written'))
    },
  }
}

function startOfMinute(ms: number): Date {
  return new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS)
}
