import { generateKeyPairSync } from 'node:crypto'
import { openMatcher } from '@paperboy/search'
import { createLogger, createMetrics } from '@paperboy/service-kit'
import { dkimVerify } from 'mailauth'
import type { MailerSettings } from './mailer-settings.ts'
import type { MailDatabase } from './planning/a-mail-database.suite.ts'
import { mailerRound } from './start-mailer.ts'
import { smtpTransport } from './transport/smtp-transport.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
})

export const settings: MailerSettings = {
  MAIL_FROM: 'Paperboy <digest@news.example.org>',
  DKIM_DOMAIN: 'news.example.org',
  DKIM_SELECTOR: 'mail',
  DKIM_PRIVATE_KEY: privateKey,
  SMTP_CONNECTIONS: 5,
  MAIL_PER_SECOND: 10_000,
  MAIL_PER_DOMAIN_PER_SECOND: 10_000,
  MAIL_PER_DOMAIN_CONNECTIONS: 5,
  MAIL_RETRY_SECONDS: 0.1,
  MAIL_LEASE_SECONDS: 60,
}

const log = createLogger('mailer', 'silent')

/** The mailer without its clock: each call is one round. */
export async function aMailer(mail: MailDatabase, url: string, given: Partial<MailerSettings> = {}) {
  const { matcher, close } = await openMatcher('sqlite::memory:', { log })
  const transport = smtpTransport(url, {
    connections: 5,
    perDomainConcurrency: 5,
    perSecond: 1e6,
    perDomainPerSecond: 1e6,
  })
  const metrics = createMetrics('test')
  const round = await mailerRound({
    ...{ db: mail.db, matcher, transport, log, metrics },
    // A round asks nobody for work; only its wake-up does.
    queue: {} as never,
    publicUrl: 'https://papers.example.org',
    settings: { ...settings, ...given },
    now: () => mail.clock.now,
  })
  return {
    round: () => round(new AbortController().signal),
    measures: () => metrics.text(),
    async stop() {
      await transport.close()
      await close()
    },
  }
}

/** The result of the signature, and the headers under it in small letters. */
export async function checkSignature(raw: Buffer): Promise<{ result: string; signed: string }> {
  const resolver = async (name: string, type: string) => {
    if (name !== 'mail._domainkey.news.example.org' || type !== 'TXT') throw new Error(`asked for ${name}`)
    return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]
  }
  const { results } = await dkimVerify(raw, { resolver })
  const [first] = results
  return {
    result: String(first?.status.result),
    signed: String(first?.signingHeaders?.keys ?? '').toLowerCase(),
  }
}
