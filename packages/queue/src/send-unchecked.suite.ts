import type { JobName } from '@paperboy/contracts'
import { connectPostgres } from './connect-postgres.ts'
import { connectRedis } from './connect-redis.ts'
import { queueName } from './queue-name.ts'

/** As a sender of another release might, or somebody with a Redis client. */
export async function sendUnchecked(
  url: string,
  job: { prefix: string; name: JobName; data: unknown },
): Promise<void> {
  const deps = { migrate: false, onError: () => () => {} }
  const connector = url.startsWith('redis') ? connectRedis(url, deps) : connectPostgres(url, deps)
  const queue = await connector.queue(queueName(job.prefix, job.name))
  await queue.add(job.name, job.data, { attempts: 5 })
  await connector.close()
}
