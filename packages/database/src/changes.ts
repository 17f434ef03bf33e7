import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const CHANNEL = 'paperboy_changed'
const CONNECT_MS = 2_000
/** A connection that has silently died is noticed within about this time. */
const HEARTBEAT_MS = 2_000
const RETRY_MS = 1_000

export type Changes = AsyncDisposable & {
  /**
   * Another number after each committed change of what readers see; null while the connection is lost,
   * when nothing can be said.
   */
  stamp(): number | null
}

/** Listens for changes on a connection of its own, and connects again when it is lost. */
export function watchChanges(databaseUrl: string, applicationName: string): Changes {
  const stopping = new AbortController()
  let stamp = 0
  let isListening = false
  const ended = keepListening()

  async function keepListening(): Promise<void> {
    while (!stopping.signal.aborted) {
      await listen().catch(() => {})
      isListening = false
      await sleep(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  /** Until the connection is lost or no longer wanted. */
  async function listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: HEARTBEAT_MS,
      application_name: applicationName,
    })
    // Also rejects the query at work.
    client.on('error', () => {})
    client.on('notification', () => {
      stamp += 1
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      stamp += 1
      isListening = true
      while (!stopping.signal.aborted) {
        await sleep(HEARTBEAT_MS, undefined, { signal: stopping.signal })
        await client.query('select 1')
      }
    } finally {
      isListening = false
      await client.end().catch(() => {})
    }
  }

  return {
    stamp: () => (isListening ? stamp : null),
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await ended
    },
  }
}
