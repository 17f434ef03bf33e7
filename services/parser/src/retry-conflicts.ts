import { setTimeout as delay } from 'node:timers/promises'
import { WriteConflict } from '@paperboy/database'

const MAX_TRIES = 8
const MAX_PAUSE_MS = 200

/** PostgreSQL: serialization_failure, deadlock_detected. Both mean: begin the transaction again. */
const AGAIN = new Set(['40001', '40P01'])

const sqlState = (error: unknown): string => (error as { code?: string } | null)?.code ?? ''

/** Class 22 is "data exception": a value that the database refuses, now and for ever. */
export const isDataError = (error: unknown): boolean => /^22...$/.test(sqlState(error))

/** The connection broke or was refused, or Postgres is stopping, starting or out of room. */
export const isDatabaseAway = (error: unknown): boolean =>
  /^(08...|53...|57P0.|25P03|ECONN\w+|EPIPE|ETIMEDOUT)$/.test(sqlState(error)) ||
  // pg and its pool throw these without a code.
  (error instanceof Error && /^(Connection terminated|timeout exceeded when trying)/.test(error.message))

/** Runs a transaction anew when it met another one on the same keys, a few times, with a growing random pause. */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction()
    } catch (error) {
      const again = error instanceof WriteConflict || AGAIN.has(sqlState(error))
      if (!again || tries >= MAX_TRIES) throw error
      await delay(Math.random() * Math.min(MAX_PAUSE_MS, 10 * 2 ** tries))
    }
  }
}
