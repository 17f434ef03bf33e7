export { MailerEnv } from './env.ts'
