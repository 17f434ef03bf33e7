import type { Queue } from '../deps.ts'

type Log = { warn(fields: object, message: string): void }

/** The mailer also looks by itself from time to time: a queue that is away only delays a mail. */
export async function wakeMailer(queue: Pick<Queue, 'send'>, log: Log): Promise<void> {
  try {
    await queue.send('mail.pending', {}, { key: 'mail' })
  } catch (err) {
    log.warn({ err }, 'mail wanted, the mailer will see it by itself')
  }
}
