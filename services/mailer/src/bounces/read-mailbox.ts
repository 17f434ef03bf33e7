import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@paperboy/service-kit'
import { MAX_MAIL_BYTES } from './mail-parts.ts'
import { readMbox } from './read-mbox.ts'

/** `name` stays the same however often the mailbox is read, and whatever happens to the other mails. */
export type StoredMail = { name: string; mail: Buffer }

/**
 * The mails of an mbox file, of a Maildir, or of a folder of `.eml` files; of a large mail its
 * beginning. Nothing is changed: the caller remembers the names it has seen.
 */
export async function* readMailbox(path: string): AsyncGenerator<StoredMail> {
  const place = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('NOT_FOUND', `The mailbox ${path} cannot be read (${cause.code}). Check the path.`, {
      cause,
    })
  })
  if (place.isDirectory()) yield* readFolder(path)
  else if (place.isFile()) yield* readMbox(createReadStream(path))
  else throw new AppError('NOT_FOUND', `${path} is neither a file nor a folder. Check the path.`)
}

async function* readFolder(folder: string): AsyncGenerator<StoredMail> {
  const names = await readdir(folder)
  const isMaildir = names.includes('cur') && names.includes('new')
  // First cur: what moves there from new meanwhile is missed this time, not read twice.
  const files = isMaildir
    ? [...(await filesOf(folder, 'cur')), ...(await filesOf(folder, 'new'))]
    : names
        .filter((name) => name.toLowerCase().endsWith('.eml'))
        .map((name) => ({ name, file: join(folder, name) }))
  for (const { name, file } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const mail = await beginningOf(file)
    if (mail !== null) yield { name, mail }
  }
}

async function filesOf(folder: string, part: 'cur' | 'new') {
  const names = await readdir(join(folder, part))
  return names
    .filter((name) => !name.startsWith('.'))
    .map((name) => ({ name: withoutFlags(name), file: join(folder, part, name) }))
}

/** What follows the colon of a Maildir name changes when somebody reads the mail. */
function withoutFlags(name: string): string {
  return name.replace(/[:;!]2,[A-Za-z]*$/, '')
}

/** Null for what is no file, or is gone: another program has moved it since. */
async function beginningOf(file: string): Promise<Buffer | null> {
  try {
    // A pipe would wait for ever for its writer.
    if (!(await stat(file)).isFile()) return null
    await using handle = await open(file)
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(Math.min(size, MAX_MAIL_BYTES))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
    return bytes.subarray(0, bytesRead)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
