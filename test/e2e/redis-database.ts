import { waitFor } from '@paperboy/testkit'
import pg from 'pg'
import { flushDatabase } from '../faults/redis-wire.ts'

/** A Redis has 16; the first is left alone. */
const DATABASES = Array.from({ length: 15 }, (_, n) => n + 1)
/** The number of the locks, with that of the database. */
const CLAIM = 7_240_312
const CLAIM_MS = 60_000

export type RedisDatabase = { url: string; release: () => Promise<void> }

/**
 * An empty database of Redis that no other test has, of this run or another one on the same engines. The claim
 * is a lock that a connection to Postgres holds: it ends with `release` or with this process.
 */
export async function claimRedisDatabase(redisUrl: string, postgresUrl: string): Promise<RedisDatabase> {
  const holder = new pg.Client({ connectionString: postgresUrl })
  // A claim that Postgres ends is no fault of the test that runs just then.
  holder.on('error', () => {})
  await holder.connect()
  try {
    const claimed = () => claimOne(holder)
    const number = await waitFor(claimed, { timeoutMs: CLAIM_MS, describe: 'a database of Redis' })
    const url = `${redisUrl.replace(/\/\d*$/, '')}/${number}`
    await flushDatabase(url)
    return { url, release: () => holder.end() }
  } catch (error) {
    await holder.end()
    throw error
  }
}

async function claimOne(holder: pg.Client): Promise<number | null> {
  for (const number of DATABASES) {
    const { rows } = await holder.query<{ ours: boolean }>('select pg_try_advisory_lock($1, $2) as ours', [
      CLAIM,
      number,
    ])
    if (rows[0]?.ours) return number
  }
  return null
}
