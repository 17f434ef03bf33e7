import { tokenOfRecipient } from './bounce-tokens.ts'
import { bounceType, statusOf } from './bounce-type.ts'
import type { BounceReader } from './read-bounce.ts'

const systemSender = /\b(mailer-daemon|postmaster|mail-daemon|mail\.?delivery)\b/i
const failureSubject =
  /undeliver|delivery (status|failure|has failed)|failure notice|returned mail|mail delivery (failed|system)|delivery notification/i

/** Servers that report in words alone. Such a text counts where only we could have named the recipient. */
export const readNotice: BounceReader = (mail, localPart) => {
  const token = tokenOfRecipient(mail.fields, localPart)
  const isSystem = systemSender.test(mail.fields.get('from') ?? '')
  const isFailure = failureSubject.test(mail.fields.get('subject') ?? '')
  const isAnswer = /^auto-(replied|notified)/i.test(mail.fields.get('auto-submitted') ?? '') && !isFailure
  // A report that says "delivered" is of that kind too, and is no failure.
  const isReport = mail.part(
    /^message\/((global-)?delivery-status|feedback-report|disposition-notification)$/i,
  )
  if (token === null || isAnswer || isReport !== null || !(isSystem || isFailure)) return null
  const status = statusOf(undefined, mail.text)
  const detail = status ?? mail.fields.get('subject') ?? 'a notice without a status'
  return { type: bounceType(status), token, email: null, messageId: null, detail }
}
