import { messageIdOf, tokenOf, tokenOfRecipient, unsubscribeToken } from './bounce-tokens.ts'
import { fieldGroups, messageFields } from './header-fields.ts'
import type { BounceReader } from './read-bounce.ts'
import { plainAddress } from './read-delivery-status.ts'

/** Reports that complain of nobody: a correction, and news about signatures (RFC 6591). */
const noComplaint = new Set(['not-spam', 'auth-failure', 'dmarc'])

/** RFC 5965: a reader has pressed "this is spam". Providers black out the address, rarely the rest. */
export const readComplaint: BounceReader = (mail, localPart) => {
  const report = mail.part(/^message\/feedback-report$/i)
  if (report === null) return null
  const feedback = fieldGroups(report, 1)[0]
  const kind = feedback?.get('feedback-type')?.toLowerCase()
  if (feedback === undefined || !kind || noComplaint.has(kind)) return null
  const original = messageFields(mail.part(/^(message\/(rfc822|global)|text\/rfc822-headers)$/i) ?? '')
  return {
    type: 'complaint',
    token:
      tokenOf(feedback.get('original-mail-from'), localPart) ??
      tokenOf(original.get('return-path'), localPart) ??
      unsubscribeToken(original) ??
      tokenOfRecipient(mail.fields, localPart),
    email: plainAddress(feedback.get('original-rcpt-to')) ?? plainAddress(original.get('to')),
    messageId: messageIdOf(original),
    detail: `${kind}, reported by ${feedback.get('user-agent') ?? feedback.get('reporting-mta') ?? 'a reader'}`,
  }
}
