import { createDatabase, ping, requireCurrentSchema } from '@paperboy/database'
import { openQueue } from '@paperboy/queue'
import { openMatcher } from '@paperboy/search'
import { createLogger, createMetrics, loadEnv, runService, serveHealth } from '@paperboy/service-kit'
import { MailerEnv } from './env.ts'
import { dkimFaults } from './mail/dkim.ts'
import { smtpOptions } from './sending/send-settings.ts'
import { startMailer } from './start-mailer.ts'
import { openTransport } from './transport/open-transport.ts'

await runService('mailer', async (stack) => {
  const env = loadEnv(MailerEnv, process.env, dkimFaults)
  const log = createLogger('mailer', env.LOG_LEVEL)
  const metrics = createMetrics('mailer')
  const db = stack.use(createDatabase(env.DATABASE_URL, { applicationName: 'mailer' }))
  const queue = await openQueue(env.QUEUE_URL, { log })
  stack.defer(() => queue.close())
  const opened = await openMatcher(env.SEARCH_URL, { log })
  stack.defer(() => opened.close())
  const transport = openTransport(env.SMTP_URL, smtpOptions(env))
  stack.defer(() => transport.close())
  const checks = { database: () => ping(db), queue: () => queue.ping(), smtp: () => transport.ping() }
  const health = await serveHealth({ host: env.HOST, port: env.HEALTH_PORT, checks, metrics, log })
  stack.defer(() => health.close())
  await requireCurrentSchema(db)
  const mailer = await startMailer({
    ...{ db, queue, matcher: opened.matcher, transport, log, metrics },
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    settings: env,
  })
  stack.use(mailer)
  log.info({}, 'mailer ready')
})
