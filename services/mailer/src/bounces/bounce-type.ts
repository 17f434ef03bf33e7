/**
 * Permanent by their class, and yet no fault of the address: a full mailbox, a mail that is too long or
 * too big, a time that ran out, a message or a sender that was disliked. One blocklist at one provider
 * would otherwise lose every subscriber there within a day; three such days in a week still do.
 */
const softStatus = /^5\.(2\.[23]|3\.[14]|4\.7|6\.\d+|7\.\d+)$/
// Of the security codes these are about the address: disabled, owner changed, domain's owner changed.
const hardStatus = /^5\.7\.(13|17|18)$/

const status = String.raw`[245]\.\d{1,3}\.\d{1,3}`
const wholeStatus = new RegExp(`^(${status})\\b`)
// Behind a reply code or a hash: 5.1.1 alone may be a version or the beginning of an IP address.
const statusInText = new RegExp(`(?:\\b[245]\\d\\d[ -]|#)\\(?#?(${status})(?![\\d.]*\\d)`)

/** RFC 3463. What cannot be classified is soft: it takes three days to count. */
export function bounceType(status: string | null): 'hard' | 'soft' {
  if (status === null) return 'soft'
  return status.startsWith('5.') && (hardStatus.test(status) || !softStatus.test(status)) ? 'hard' : 'soft'
}

/** The status of a report: of a vague one (5.0.0) the diagnosis often knows more. */
export function statusOf(field: string | undefined, diagnosis: string): string | null {
  const stated = wholeStatus.exec(field ?? '')?.[1] ?? null
  const diagnosed = statusInText.exec(diagnosis)?.[1] ?? null
  const isVague = stated === null || stated.endsWith('.0.0')
  return isVague ? (diagnosed ?? stated) : stated
}
