/** What tests and measurements of the whole system use of the mailer's own tests. */
export { aMailer, settings } from './a-mailer.suite.ts'
export { SIGNED_HEADERS } from './mail/dkim.ts'
export { aMailDatabase, type MailDatabase } from './planning/a-mail-database.suite.ts'
export { dice } from './schedule/a-year.suite.ts'
export { type BareMail, bareLoop, contentOf } from './sending/bare-loop.suite.ts'
export { type MailServer, startMailServer } from './transport/a-mail-server.suite.ts'
