import { PUBLIC_URL_PATTERN, settings } from '@paperboy/service-kit'
import { Type } from 'typebox'
import { mailerSettings } from './mailer-settings.ts'

const { DATABASE_URL, QUEUE_URL, SEARCH_URL, SMTP_URL, LOG_LEVEL, HOST, HEALTH_PORT } = settings
const ADDRESSES = { DATABASE_URL, QUEUE_URL, SEARCH_URL, SMTP_URL }

/** What the mailer reads from its environment. Its links need a PUBLIC_URL: there is no request to take one from. */
export const MailerEnv = Type.Object({
  ...ADDRESSES,
  PUBLIC_URL: Type.String({
    pattern: PUBLIC_URL_PATTERN,
    description: 'what links in mails begin with',
  }),
  ...mailerSettings,
  LOG_LEVEL,
  HOST,
  HEALTH_PORT,
})
