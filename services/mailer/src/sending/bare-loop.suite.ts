import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'

export type BareMail = {
  envelope: { from: string; to: string[] }
  raw: Buffer
}
type Content = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  messageId: string
  headers: Record<string, string>
}
type Dkim = { domainName: string; keySelector: string; privateKey: string; headerFieldNames: string }

/** What one would write without Paperboy: nodemailer's pool, and a loop. Returns mails a second. */
export async function bareLoop(
  url: string,
  mails: (BareMail | Content)[],
  { connections, dkim }: { connections: number; dkim: Dkim },
): Promise<number> {
  const transporter = createTransport({ url, pool: true, maxConnections: connections, dkim })
  const started = performance.now()
  const left = mails.values()
  const lane = async () => {
    for (const mail of left) await transporter.sendMail(mail)
  }
  await Promise.all(Array.from({ length: connections }, lane))
  const seconds = (performance.now() - started) / 1_000
  transporter.close()
  return mails.length / seconds
}

const OWN = [
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-archive',
  'auto-submitted',
  'precedence',
  'feedback-id',
]

/** A mail taken apart again, as one would give it to nodemailer. */
export async function contentOf({ raw, envelope }: BareMail): Promise<Content> {
  const parsed = await simpleParser(raw)
  const headers = parsed.headerLines
    .filter(({ key }) => OWN.includes(key))
    .map(
      ({ key, line }) =>
        [
          key,
          line
            .slice(line.indexOf(':') + 1)
            .replace(/\r?\n\s*/g, ' ')
            .trim(),
        ] as const,
    )
  return {
    from: parsed.from?.text ?? '',
    to: envelope.to[0] ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    messageId: parsed.messageId ?? '',
    headers: Object.fromEntries(headers),
  }
}
