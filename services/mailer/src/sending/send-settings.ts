import { type Static, Type } from 'typebox'
import type { SmtpOptions } from '../transport/smtp-transport.ts'

const rate = (perSecond: number, description: string) =>
  Type.Number({ exclusiveMinimum: 0, maximum: 100_000, default: perSecond, description })

/** How fast mails go out, and how long the mailer waits for what. */
export const sendSettings = {
  SMTP_CONNECTIONS: Type.Integer({
    ...{ minimum: 1, maximum: 100, default: 5 },
    description:
      'connections to the mail server; as many mails at most are unknown when the mailer is killed',
  }),
  MAIL_PER_SECOND: rate(50, 'mails a second, to all'),
  MAIL_PER_DOMAIN_PER_SECOND: rate(20, 'mails a second to the addresses of one domain'),
  MAIL_PER_DOMAIN_CONNECTIONS: Type.Integer({
    ...{ minimum: 1, maximum: 100, default: 4 },
    description: 'mails at a time to the addresses of one domain',
  }),
  MAIL_RETRY_SECONDS: Type.Number({
    ...{ minimum: 0.1, maximum: 3_600, default: 60 },
    description: 'pause before a mail that was put off (4yz) is tried again; doubles up to an hour',
  }),
  MAIL_LEASE_SECONDS: Type.Number({
    ...{ minimum: 1, maximum: 600, default: 60 },
    description: 'so long after a mailer was killed what it was sending counts as unknown',
  }),
} as const

const Settings = Type.Object(sendSettings)
export type SendSettings = Static<typeof Settings>

export function smtpOptions(env: SendSettings): Partial<SmtpOptions> {
  return {
    connections: env.SMTP_CONNECTIONS,
    perSecond: env.MAIL_PER_SECOND,
    perDomainPerSecond: env.MAIL_PER_DOMAIN_PER_SECOND,
    perDomainConcurrency: env.MAIL_PER_DOMAIN_CONNECTIONS,
  }
}
