import type { HeaderFields } from './header-fields.ts'

const recipientFields = ['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'cc']
const TOKEN = '[\\w.=-]{1,200}'

/** The token in bounce+TOKEN@…, the envelope sender that a mail went out with. */
export function tokenOf(text: string | undefined, localPart: string): string | null {
  const escaped = localPart.replace(/[^\w]/g, '\\$&')
  // Some servers write the local part in capitals or small letters: only the part before the + may differ.
  const verp = new RegExp(`(?:^|[^\\w.+=-])${escaped}\\+(${TOKEN})@`, 'i')
  return verp.exec(text ?? '')?.[1] ?? null
}

export function tokenOfRecipient(fields: HeaderFields, localPart: string): string | null {
  for (const name of recipientFields) {
    const token = tokenOf(fields.get(name), localPart)
    if (token !== null) return token
  }
  return null
}

/** The token of the link that unsubscribes, in the mail that came back. */
export function unsubscribeToken(original: HeaderFields): string | null {
  const header = original.get('list-unsubscribe') ?? ''
  const found =
    /\/unsubscribe\/([\w-]{1,200})[>?]/.exec(header) ?? /<mailto:unsub\w*\+([\w-]{1,200})@/i.exec(header)
  return found?.[1] ?? null
}

export function messageIdOf(fields: HeaderFields): string | null {
  return /<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>/.exec(fields.get('message-id') ?? '')?.[0] ?? null
}
