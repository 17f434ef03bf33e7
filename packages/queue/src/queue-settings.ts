import type { Log } from '@paperboy/service-kit'

export type QueueOptions = {
  log: Log
  /** Begins the name of every queue; tests use one each. */
  prefix?: string
  /** Create or upgrade the tables of the Postgres backend when it is first used. */
  migrate?: boolean
  /** How long a job may be without a sign of life from its worker before another one takes it. */
  lockMs?: number
  attempts?: number
  /** First delay between attempts; doubles each time up to `maxBackoffMs`, with full jitter. */
  backoffMs?: number
  maxBackoffMs?: number
  /** How long close() may take in all. */
  closeMs?: number
}

export type QueueSettings = Required<QueueOptions>

export function queueSettings(options: QueueOptions): QueueSettings {
  const settings = {
    prefix: 'paperboy',
    migrate: true,
    lockMs: 5_000,
    attempts: 8,
    backoffMs: 500,
    maxBackoffMs: 60_000,
    closeMs: 8_000,
    ...options,
  }
  // A colon separates the parts of BullMQ's keys.
  if (!/^[\w-]+$/.test(settings.prefix)) {
    throw new TypeError(`The queue prefix ${settings.prefix} may hold letters, digits, "-" and "_" only.`)
  }
  return settings
}
