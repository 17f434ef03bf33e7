import { parseEmailAddress } from '@paperboy/contracts'
import { messageIdOf, tokenOf, tokenOfRecipient } from './bounce-tokens.ts'
import { bounceType, statusOf } from './bounce-type.ts'
import { fieldGroups, type HeaderFields, messageFields } from './header-fields.ts'
import type { BounceReader } from './read-bounce.ts'

/** RFC 3464: fields about the mail, then a group of fields per recipient. Ours have one recipient. */
export const readDeliveryStatus: BounceReader = (mail, localPart) => {
  const report = mail.part(/^message\/(global-)?delivery-status$/i)
  if (report === null) return null
  const recipient = failedRecipient(fieldGroups(report))
  if (recipient === undefined) return null
  const original = messageFields(
    mail.part(/^(message\/(rfc822|global|global-headers)|text\/rfc822-headers)$/i) ?? '',
  )
  const diagnosis = recipient.get('diagnostic-code') ?? ''
  const status = statusOf(recipient.get('status'), diagnosis)
  return {
    type: recipient.get('action')?.toLowerCase() === 'delayed' ? 'soft' : bounceType(status),
    token: tokenOfRecipient(mail.fields, localPart) ?? tokenOf(original.get('return-path'), localPart),
    email: addressOf(recipient, original),
    messageId: messageIdOf(original),
    detail: [status, diagnosis].filter(Boolean).join(' '),
  }
}

function failedRecipient(groups: HeaderFields[]): HeaderFields | undefined {
  const failures = groups.filter((group) => {
    const action = group.get('action')?.toLowerCase()
    if (action !== undefined) return action === 'failed' || action === 'delayed'
    return group.has('status') && !group.get('status')?.startsWith('2')
  })
  return failures.find((group) => group.get('action')?.toLowerCase() === 'failed') ?? failures[0]
}

/** As we wrote to it: the final recipient is somebody else where a mail was forwarded. */
function addressOf(recipient: HeaderFields, original: HeaderFields): string | null {
  return (
    typedAddress(recipient.get('original-recipient')) ??
    plainAddress(original.get('to')) ??
    typedAddress(recipient.get('final-recipient'))
  )
}

/** "rfc822; name@example.org" */
function typedAddress(field: string | undefined): string | null {
  return plainAddress(field?.replace(/^[^;]*;/, ''))
}

export function plainAddress(field: string | undefined): string | null {
  const inBrackets = /<([^<>]*)>\s*$/.exec(field ?? '')?.[1]
  return parseEmailAddress(inBrackets ?? field ?? '')
}
