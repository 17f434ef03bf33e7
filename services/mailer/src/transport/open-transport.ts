import { fileURLToPath } from 'node:url'
import { folderTransport } from './folder-transport.ts'
import type { MailTransport } from './mail-transport.ts'
import { type SmtpOptions, smtpTransport } from './smtp-transport.ts'

/** `smtp(s):` a mail server; `file:` a folder for one `.eml` per mail. */
export function openTransport(url: string, options: Partial<SmtpOptions> = {}): MailTransport {
  return url.startsWith('file:') ? folderTransport(fileURLToPath(url)) : smtpTransport(url, options)
}
