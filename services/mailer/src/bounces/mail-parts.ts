import type { Readable } from 'node:stream'
import { simpleParser } from 'mailparser'
import { type HeaderFields, messageFields } from './header-fields.ts'

/** What is of interest of a mail: its header, its text, and its other parts by content type. */
export type MailParts = { fields: HeaderFields; text: string; part(pattern: RegExp): string | null }

/** The report comes before the mail that came back; of a larger mail its beginning is read. */
export const MAX_MAIL_BYTES = 1024 * 1024
const MAX_PART = 64 * 1024

const options = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepCidLinks: true,
  checksumAlgo: false as const,
  maxHeadSize: 256 * 1024,
  maxChildNodes: 100,
}

/** Null for what is no mail. A stream that fails throws: that says nothing of the mail. */
export async function mailParts(mail: Buffer | Readable): Promise<MailParts | null> {
  const bytes = await beginning(mail)
  const parsed = await simpleParser(bytes, options).catch(() => null)
  if (parsed === null) return null
  const parts = parsed.attachments ?? []
  return {
    fields: messageFields(bytes.toString('latin1', 0, MAX_PART)),
    text: (parsed.text || parsed.html || '').slice(0, MAX_PART),
    part: (pattern) => {
      const found = parts.find(({ contentType }) => pattern.test(contentType ?? ''))
      return found ? found.content.toString('utf8', 0, MAX_PART) : null
    },
  }
}

async function beginning(mail: Buffer | Readable): Promise<Buffer> {
  if (Buffer.isBuffer(mail)) return mail.subarray(0, MAX_MAIL_BYTES)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of mail) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size >= MAX_MAIL_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, MAX_MAIL_BYTES)
}
