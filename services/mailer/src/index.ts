export { MailerEnv } from './env.ts'
export { mailSettings } from './mail/mail-settings.ts'
export { type MailerOptions, startMailer } from './start-mailer.ts'
export { openTransport } from './transport/open-transport.ts'
