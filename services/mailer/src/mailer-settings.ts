import { settings } from '@paperboy/service-kit'
import { type Static, Type } from 'typebox'
import { mailSettings } from './mail/mail-settings.ts'
import { sendSettings } from './sending/send-settings.ts'

/** What mails and sending them need, whichever process does it. */
export const mailerSettings = {
  MAIL_FROM: settings.MAIL_FROM,
  ...mailSettings,
  ...sendSettings,
  BOUNCE_MAILBOX: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'mbox file, Maildir or folder of .eml files with the mails to BOUNCE_ADDRESS; read, never changed',
    }),
  ),
} as const

const Settings = Type.Object(mailerSettings)
export type MailerSettings = Static<typeof Settings>
