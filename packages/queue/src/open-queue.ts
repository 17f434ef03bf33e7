import { type JobName, type JobPayload, jobNames } from '@paperboy/contracts'
import { boardQueues } from './board-queues.ts'
import { connectPostgres } from './connect-postgres.ts'
import { connectRedis } from './connect-redis.ts'
import type { Connector } from './connector.ts'
import { consumeJobs } from './consume-jobs.ts'
import { deadJobs, retryDeadJobs } from './dead-jobs.ts'
import { errorLog } from './error-log.ts'
import { jobOptions } from './job-options.ts'
import type { Consumer, JobQueue, QueueDepth, SendItem, SendOptions } from './job-queue.ts'
import { checkedPayload } from './payload.ts'
import { queueDepth } from './queue-depth.ts'
import { queueName } from './queue-name.ts'
import { type QueueOptions, type QueueSettings, queueSettings } from './queue-settings.ts'
import { within } from './within.ts'

const SEND_MS = 1_900
const LIST_MS = 5_000
const BATCH = 250

/**
 * The job queue at `redis:`, `rediss:`, `postgres:` or `postgresql:`. Opens also while the backend is
 * away; `ping` tells.
 */
export async function openQueue(url: string, options: QueueOptions): Promise<JobQueue> {
  const settings = queueSettings(options)
  const connector = connect(url, settings)
  const consumers = new Set<Consumer>()
  let closed: Promise<void> | undefined
  return {
    ...producer(connector, settings),
    ...monitor(connector, settings),
    async consume(name, handler, consumeOptions = {}) {
      const consumer = await consumeJobs({ connector, settings }, { name, handler, options: consumeOptions })
      consumers.add(consumer)
      return consumer
    },
    close() {
      closed ??= Promise.all([...consumers].map((consumer) => consumer.close())).then(() => connector.close())
      return closed
    },
  }
}

function connect(url: string, settings: QueueSettings): Connector {
  const onError = errorLog(settings.log)
  const scheme = URL.parse(url)?.protocol
  if (scheme === 'redis:' || scheme === 'rediss:') return connectRedis(url, { onError })
  if (scheme === 'postgres:' || scheme === 'postgresql:') {
    return connectPostgres(url, { onError, migrate: settings.migrate })
  }
  throw new TypeError(
    'The address of the job queue must begin with redis:, rediss:, postgres: or postgresql:.',
  )
}

function producer(connector: Connector, settings: QueueSettings): Pick<JobQueue, 'send' | 'sendMany'> {
  const queue = (name: JobName) => connector.queue(queueName(settings.prefix, name))
  return {
    async send<N extends JobName>(name: N, payload: JobPayload<N>, options: SendOptions = {}) {
      const data = checkedPayload(name, payload)
      await within(SEND_MS, async () => {
        await (await queue(name)).add(name, data, jobOptions(settings, options))
      })
    },
    async sendMany<N extends JobName>(name: N, items: SendItem<N>[]) {
      const entries = items.map(({ payload, ...options }) => ({
        name,
        data: checkedPayload(name, payload),
        opts: jobOptions(settings, options),
      }))
      for (let from = 0; from < entries.length; from += BATCH) {
        await within(LIST_MS, async () => (await queue(name)).addBulk(entries.slice(from, from + BATCH)))
      }
    },
  }
}

type Monitor = Pick<JobQueue, 'depths' | 'dead' | 'retryDead' | 'boardQueues' | 'ping'>

function monitor(connector: Connector, settings: QueueSettings): Monitor {
  const queue = (name: JobName) => connector.queue(queueName(settings.prefix, name))
  return {
    depths: () =>
      within(LIST_MS, async () => {
        const now = Date.now()
        const depths = jobNames.map(async (name) => [name, await queueDepth(await queue(name), now)] as const)
        return Object.fromEntries(await Promise.all(depths)) as Record<JobName, QueueDepth>
      }),
    dead: (options = {}) => within(LIST_MS, () => deadJobs({ queue }, options)),
    retryDead: (name, id) =>
      within(60_000, () => retryDeadJobs({ queue, settings }, { name, ...(id !== undefined && { id }) })),
    boardQueues: () => within(LIST_MS, () => boardQueues(queue)),
    ping: () => within(SEND_MS, () => connector.ping()),
  }
}
