import type { Readable } from 'node:stream'
import type { BounceReport } from '@paperboy/contracts'
import { type MailParts, mailParts } from './mail-parts.ts'
import { readComplaint } from './read-complaint.ts'
import { readDeliveryStatus } from './read-delivery-status.ts'
import { readNotice } from './read-notice.ts'

/** `messageId` is the one of our mail that came back, with its angle brackets. */
export type MailedBounce = BounceReport & { messageId?: string }

/** What a reader of one kind of report finds; null where it does not know. */
export type Finding = {
  type: BounceReport['type']
  token: string | null
  email: string | null
  messageId: string | null
  detail: string
}
export type BounceReader = (mail: MailParts, localPart: string) => Finding | null

// A report says what it is by a part of its own type, whatever the type around it.
const readers: BounceReader[] = [readComplaint, readDeliveryStatus, readNotice]

/**
 * What a mail to the bounce address reports, or null when it is no bounce: an answer, a vacation notice,
 * a success. Nothing in such a mail is proven: only the token is something that a stranger cannot know.
 */
export async function readBounce(
  mail: Buffer | Readable,
  { localPart = 'bounce' }: { localPart?: string } = {},
): Promise<MailedBounce | null> {
  const parts = await mailParts(mail)
  if (parts === null) return null
  for (const read of readers) {
    const finding = read(parts, localPart)
    if (finding !== null) return reportOf(finding)
  }
  return null
}

function reportOf({ type, token, email, messageId, detail }: Finding): MailedBounce | null {
  if (token === null && email === null && messageId === null) return null
  return {
    ...(email !== null && { email }),
    ...(token !== null && { token }),
    type,
    detail: plainLine(detail),
    ...(messageId !== null && { messageId }),
  }
}

function plainLine(text: string): string {
  return text
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 500)
}
