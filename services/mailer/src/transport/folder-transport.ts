import { createHash, randomUUID } from 'node:crypto'
import { access, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@paperboy/service-kit'
import type { MailTransport } from './mail-transport.ts'

const CONCURRENCY = 4
const MAIL_FILE = /-([0-9a-f]{32})\.eml$/

/** A folder for one `.eml` per mail, the bytes as sent. The same Message-ID is the same file. */
export function folderTransport(folder: string): MailTransport {
  let names: Promise<Map<string, string>> | undefined
  return {
    concurrency: CONCURRENCY,
    async send({ envelope, messageId, date, raw }) {
      if (envelope.to.length !== 1) throw new AppError('INTERNAL', 'A mail goes to one recipient.')
      try {
        names ??= existingNames(folder)
        const known = await names
        const hash = createHash('sha256').update(messageId).digest('hex').slice(0, 32)
        const name = known.get(hash) ?? `${fileTime(date)}-${hash}.eml`
        await putWhole(folder, name, raw)
        known.set(hash, name)
        return { kind: 'sent', response: name }
      } catch (error) {
        // The folder may have been deleted: look again at the next attempt.
        names = undefined
        return { kind: 'retry', code: null, reason: (error as Error).message }
      }
    },
    async ping() {
      try {
        await mkdir(folder, { recursive: true })
        await access(folder, constants.W_OK)
      } catch (cause) {
        throw new AppError('UNAVAILABLE', `Mails cannot be put into ${folder}.`, { cause })
      }
    },
    async close() {},
  }
}

async function existingNames(folder: string): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true })
  const known = new Map<string, string>()
  for (const name of await readdir(folder)) {
    const hash = MAIL_FILE.exec(name)?.[1]
    if (hash) known.set(hash, name)
  }
  return known
}

// A reader of the folder sees the whole mail or none; colons are no letters of a file name everywhere.
async function putWhole(folder: string, name: string, raw: Buffer): Promise<void> {
  const unfinished = join(folder, `.${randomUUID()}.unfinished`)
  try {
    await writeFile(unfinished, raw, { flush: true })
    await rename(unfinished, join(folder, name))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function fileTime(date: Date): string {
  return date.toISOString().replace(/[:.]/g, '-')
}
