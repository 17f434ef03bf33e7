import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@paperboy/service-kit'
import { domainOf } from '../mail/mail-address.ts'
import { classifyFailure } from './classify-failure.ts'
import type { MailTransport, SendResult } from './mail-transport.ts'
import { openPool, type Pool } from './smtp-pool.ts'
import { createThrottle, type Rates } from './throttle.ts'
import type { Clock } from './token-bucket.ts'

export type SmtpOptions = Rates & {
  connections: number
  /** Waiting for a server to accept a connection and to greet. */
  connectMs: number
  /** Silence after which a connection counts as lost. RFC 5321 gives an answer to a message ten minutes. */
  silenceMs: number
  /** How long `close` waits for the mails under way. */
  closeMs: number
}

const defaults: SmtpOptions = {
  connections: 5,
  perSecond: 50,
  perDomainPerSecond: 20,
  perDomainConcurrency: 4,
  connectMs: 10_000,
  silenceMs: 600_000,
  closeMs: 5_000,
}

const clock: Clock = { now: () => performance.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) }

/** A mail server behind a pool of connections. */
export function smtpTransport(url: string, given: Partial<SmtpOptions> = {}): MailTransport {
  const options = { ...defaults, ...given }
  const closing = new AbortController()
  const pool = openPool(url, options)
  const throttle = createThrottle(options, clock, closing.signal)
  return {
    concurrency: options.connections,
    async send(mail) {
      const [to] = mail.envelope.to
      if (mail.envelope.to.length !== 1) throw new AppError('INTERNAL', 'A mail goes to one recipient.')
      try {
        return await throttle(domainOf(to), () => attempt(pool, mail))
      } catch (error) {
        if (closing.signal.aborted) return { kind: 'retry', code: null, reason: 'The mailer stops.' }
        throw error
      }
    },
    async ping() {
      await pool.verify().catch((cause: unknown) => {
        throw new AppError('UNAVAILABLE', 'The mail server does not answer.', { cause })
      })
    },
    async close() {
      closing.abort()
      await pool.close(options.closeMs)
    },
  }
}

async function attempt(pool: Pool, mail: Parameters<MailTransport['send']>[0]): Promise<SendResult> {
  const outcome = await pool.deliver(mail.envelope, mail.raw)
  if ('response' in outcome) return { kind: 'sent', response: outcome.response }
  return classifyFailure(outcome.error, outcome.bodyStarted)
}
