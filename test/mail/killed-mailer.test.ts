import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { aMailDatabase, dice, type MailDatabase } from '@paperboy/mailer/suite'
import { waitFor } from '@paperboy/testkit'
import { afterEach, expect, test } from 'vitest'
import { claimRedisDatabase } from '../e2e/redis-database.ts'
import { type ServiceProcess, startService } from '../e2e/service-process.ts'
import { engine } from '../e2e/system.ts'
import { startUnrulyServer, type Unruly } from './unruly-server.ts'

/** KILLED_MAILER=2000,10 is the size that the promise names; the usual run is smaller. */
const [SUBSCRIBERS = 300, KILLS = 4] = (process.env.KILLED_MAILER ?? '300,4').split(',').map(Number)
const SEED = Number(process.env.KILLED_MAILER_SEED ?? 17)
const CONNECTIONS = 5
const ALIVE_MS = 2_500
const DONE_MS = 600_000

const stack = new AsyncDisposableStack()
afterEach(() => stack.disposeAsync())

type Mailer = { process: ServiceProcess; logFile: string }

async function mailerOf(mail: MailDatabase, server: Unruly): Promise<() => Mailer> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-killed-mailer-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const logFile = join(folder, 'log')
  const prefix = `e2e-${randomBytes(4).toString('hex')}`
  const redis = await claimRedisDatabase(engine('TEST_REDIS_URL'), engine('TEST_DATABASE_URL'))
  stack.defer(() => redis.release())
  const env = {
    DATABASE_URL: mail.url,
    QUEUE_URL: redis.url,
    SEARCH_URL: `${engine('TEST_OPENSEARCH_URL').replace(/\/$/, '')}/${prefix}`,
    SMTP_URL: server.url,
    PUBLIC_URL: 'https://papers.example.org',
    MAIL_FROM: 'Paperboy <digest@news.example.org>',
    HEALTH_PORT: '0',
    SMTP_CONNECTIONS: String(CONNECTIONS),
    MAIL_PER_SECOND: '1000',
    MAIL_PER_DOMAIN_PER_SECOND: '1000',
    MAIL_PER_DOMAIN_CONNECTIONS: String(CONNECTIONS),
    MAIL_RETRY_SECONDS: '0.5',
    MAIL_LEASE_SECONDS: '3',
  }
  return () => ({ process: startService('mailer', env, { logFile }), logFile })
}

async function subscribed(): Promise<MailDatabase> {
  const mail = await aMailDatabase()
  stack.defer(() => mail.stop())
  mail.clock.now = new Date()
  const hour = mail.clock.now.getUTCHours()
  const people = Array.from({ length: SUBSCRIBERS }, (_, n) => ({
    email: `p${n}@d${n % 7}.example.org`,
    hour,
  }))
  await mail.subscribe(people)
  const papers = Array.from({ length: 25 }, (_, n) => ({ id: `paper${n}`, title: `Paper ${n}` }))
  await mail.dump(mail.clock.now.toISOString().slice(0, 10), papers)
  return mail
}

async function ledger(mail: MailDatabase) {
  return await mail.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['email', 'deliveries.state', 'message_id', 'error', 'attempts'])
    .execute()
}

/** As long as it takes to send some mails, then dead without a word. */
async function killAtRandom(mailer: Mailer, server: Unruly, roll: (below: number) => number): Promise<void> {
  const before = server.received.length
  await waitFor(() => server.received.length > before, {
    timeoutMs: 60_000,
    describe: `mails after ${before}; log: ${mailer.logFile}`,
  })
  await sleep(roll(Math.min(ALIVE_MS, (SUBSCRIBERS / KILLS) * 6)))
  mailer.process.kill('SIGKILL')
  await mailer.process.ended
}

test(`nobody gets an issue twice from a mailer that is killed ${KILLS} times, on a server that breaks off`, async () => {
  const roll = dice(SEED)
  const server = await startUnrulyServer(() => roll(10_000) / 10_000)
  stack.defer(() => server.stop())
  const mail = await subscribed()
  const start = await mailerOf(mail, server)
  for (let kill = 0; kill < KILLS; kill++) await killAtRandom(start(), server, roll)
  const last = start()
  stack.defer(async () => void (await last.process.stop()))
  const ended = ['sent', 'failed', 'unknown', 'suppressed']
  const rows = await waitFor(
    async () => {
      const now = await ledger(mail)
      return now.length === SUBSCRIBERS && now.every(({ state }) => ended.includes(state)) ? now : null
    },
    { timeoutMs: DONE_MS, everyMs: 500, describe: 'every delivery to end' },
  ).catch(async (error: unknown) => {
    throw new Error(await readFile(last.logFile, 'utf8'), { cause: error })
  })

  const mails = server.received.map((raw, n) => {
    const messageId = /^Message-ID: (<.+>)\r$/im.exec(raw.toString())?.[1]
    return { messageId, to: server.recipients[n] }
  })
  const counts = Object.fromEntries(
    Object.entries(Object.groupBy(rows, ({ state }) => state)).map(([state, all]) => [state, all?.length]),
  )
  // The ledger says of each unknown delivery which it was: its mailer was killed, or the server broke off.
  const unknown = rows.filter(({ state }) => state === 'unknown')
  const killed = unknown.filter(({ error }) => error === 'The mailer ended while it was sending.').length
  const brokenOff = unknown.length - killed
  console.log({ accepted: mails.length, dropped: server.dropped(), ...counts, killed, brokenOff })
  expect(new Set(mails.map(({ to }) => to)).size).toBe(mails.length)
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length)
  const byAddress = new Map(rows.map((row) => [row.email, row]))
  for (const { to, messageId } of mails) {
    expect(byAddress.get(to!)).toMatchObject({ message_id: messageId })
    // Accepted, and its answer may have been lost.
    expect(['sent', 'unknown']).toContain(byAddress.get(to!)?.state)
  }
  const reached = new Set(mails.map(({ to }) => to))
  for (const row of rows) {
    if (reached.has(row.email)) continue
    expect(row.state).not.toBe('sent')
    expect(row.error).toBeTruthy()
  }
  expect(killed).toBeLessThanOrEqual(CONNECTIONS * KILLS)
  expect(brokenOff).toBeLessThanOrEqual(server.dropped())
}, 900_000)
