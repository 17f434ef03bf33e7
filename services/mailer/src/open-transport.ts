import { access, constants, mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '@paperboy/service-kit'
import { createTransport } from 'nodemailer'

const CONNECT_TIMEOUT_MS = 2_000

export type MailTransport = {
  /** Throws UNAVAILABLE when no mail could be sent now. */
  ping(): Promise<void>
  close(): void
}

/** `smtp(s):` a mail server; `file:` a folder for one `.eml` per mail. */
export function openTransport(url: string): MailTransport {
  return url.startsWith('file:') ? folderTransport(fileURLToPath(url)) : smtpTransport(url)
}

function smtpTransport(url: string): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
  })
  return {
    async ping() {
      await transport.verify().catch((cause: unknown) => {
        throw new AppError('UNAVAILABLE', 'The mail server does not answer.', { cause })
      })
    },
    close: () => transport.close(),
  }
}

function folderTransport(folder: string): MailTransport {
  return {
    async ping() {
      try {
        await mkdir(folder, { recursive: true })
        await access(folder, constants.W_OK)
      } catch (cause) {
        throw new AppError('UNAVAILABLE', `Mails cannot be put into ${folder}.`, { cause })
      }
    },
    close: () => {},
  }
}
