import type { Mail } from '../mail/compose-mail.ts'

/** What became of one mail. Only `unknown` leaves open whether it was delivered. */
export type SendResult =
  | { kind: 'sent'; response: string }
  /** Certainly not accepted, and another time may go better. */
  | { kind: 'retry'; code: number | null; reason: string }
  /** Refused for good, this recipient or this message. */
  | { kind: 'refused'; code: number; reason: string; of: 'recipient' | 'message' }
  /** The connection was lost between the first byte of the message and the server's answer to it. */
  | { kind: 'unknown'; reason: string }

export type MailTransport = {
  /** How many sends run side by side; more than these wait in memory. */
  concurrency: number
  /** Does not throw for what a server or disk does; throws for a mail that is not one to one recipient. */
  send(mail: Pick<Mail, 'envelope' | 'messageId' | 'date' | 'raw'>): Promise<SendResult>
  /** Throws UNAVAILABLE when no mail could be sent now. */
  ping(): Promise<void>
  /** Lets the mails under way finish for a while, then cuts them off; each send gets its result. */
  close(): Promise<void>
}
